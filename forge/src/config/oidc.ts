import { readFileSync } from 'node:fs'
import { type ProjectRole, Role } from '@anvil/shared'
import { MEMBER_ROLES, ProjectRoles } from '@anvil/shared/api'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { Secret } from '../secrets/secret.js'

/** What people of a group are given in an organisation, which is named by its slug. */
export interface GroupGrant {
  organisation: string
  role: Role
  /** What they are in each project that gives them no roles of its own. */
  roles: readonly ProjectRole[]
}

/** The OIDC issuer by which people sign in, and FORGE's name there. */
export interface OidcConfig {
  issuer: string
  clientId: string
  clientSecret: Secret | undefined
  /** What people call it. */
  name: string
  scope: string
  groupsClaim: string
  /** What each group gives. */
  groups: ReadonlyMap<string, readonly GroupGrant[]>
}

/** Reads ANVIL_OIDC_ISSUER: encrypted, but on this machine. */
const Issuer = z
  .url({ protocol: /^https?$/, error: 'must be an https address' })
  .refine((text) => isSafe(new URL(text)), {
    error: 'must be an https address; http only on this machine',
  })

/** Whether an address is of this machine. */
export function isLoopback({ hostname }: URL): boolean {
  const address = hostname.replace(/^\[|\]$/g, '')
  return hostname === 'localhost' || (ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback')
}

const isSafe = (url: URL): boolean => url.protocol === 'https:' || isLoopback(url)

const Grant = z.strictObject({
  organisation: z.string().min(1),
  role: Role.default('member'),
  roles: ProjectRoles.default([...MEMBER_ROLES]),
})
const Groups = z.record(z.string().min(1), z.union([z.array(Grant), Grant.transform((grant) => [grant])]))

/** Reads ANVIL_OIDC_ROLES: what each group gives, as JSON or in a file of it. */
const GroupRoles = z.string().transform((text, check): OidcConfig['groups'] => {
  try {
    const json = text.trimStart().startsWith('{') ? text : readFileSync(text, 'utf8')
    return new Map(Object.entries(Groups.parse(JSON.parse(json))))
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : String(error)
    check.addIssue({
      code: 'custom',
      message: `must be JSON such as {"writers":{"organisation":"engines","role":"member"}}, or a file of it: ${problem}`,
    })
    return z.NEVER
  }
})

const SecretFile = z.string().transform((file, check) => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    check.addIssue({ code: 'custom', message: `names a file that can't be read: ${String(error)}` })
    return z.NEVER
  }
})

/** The variables of signing in by OIDC. */
export const OIDC_VARIABLES = {
  ANVIL_OIDC_ISSUER: Issuer.optional(),
  ANVIL_OIDC_CLIENT_ID: z.string().min(1).optional(),
  ANVIL_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  ANVIL_OIDC_CLIENT_SECRET_FILE: SecretFile.optional(),
  ANVIL_OIDC_NAME: z.string().trim().min(1).max(60).optional(),
  ANVIL_OIDC_SCOPE: z.string().min(1).default('openid email profile'),
  ANVIL_OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  ANVIL_OIDC_ROLES: GroupRoles.optional(),
  ANVIL_PASSWORD_SIGN_IN: z.stringbool('must be on or off').default(true),
}

type OidcVariables = z.infer<z.ZodObject<typeof OIDC_VARIABLES>>

/** What of these variables does not go together, by the name of the one that is missing or too much. */
export function oidcMistakes(env: OidcVariables): [name: string, message: string][] {
  const { ANVIL_OIDC_ISSUER: issuer, ANVIL_OIDC_CLIENT_ID: clientId } = env
  const found: [string, string][] = []
  if (issuer !== undefined && clientId === undefined)
    found.push(['ANVIL_OIDC_CLIENT_ID', "is required with ANVIL_OIDC_ISSUER: FORGE's name there"])
  if (issuer === undefined && clientId !== undefined)
    found.push(['ANVIL_OIDC_ISSUER', 'is required with ANVIL_OIDC_CLIENT_ID: the address of the issuer'])
  if (env.ANVIL_OIDC_CLIENT_SECRET !== undefined && env.ANVIL_OIDC_CLIENT_SECRET_FILE !== undefined)
    found.push(['ANVIL_OIDC_CLIENT_SECRET_FILE', 'is given beside ANVIL_OIDC_CLIENT_SECRET: keep one of them'])
  if (!env.ANVIL_PASSWORD_SIGN_IN && issuer === undefined)
    found.push(['ANVIL_PASSWORD_SIGN_IN', 'is off without ANVIL_OIDC_ISSUER: nobody could sign in'])
  return found
}

/** The issuer that these variables name, if any. */
export function oidcOf(env: OidcVariables): OidcConfig | undefined {
  const { ANVIL_OIDC_ISSUER: issuer, ANVIL_OIDC_CLIENT_ID: clientId } = env
  if (issuer === undefined || clientId === undefined) return undefined
  const secret = env.ANVIL_OIDC_CLIENT_SECRET ?? env.ANVIL_OIDC_CLIENT_SECRET_FILE
  return {
    issuer,
    clientId,
    clientSecret: secret === undefined ? undefined : new Secret(secret),
    name: env.ANVIL_OIDC_NAME ?? new URL(issuer).host,
    scope: env.ANVIL_OIDC_SCOPE,
    groupsClaim: env.ANVIL_OIDC_GROUPS_CLAIM,
    groups: env.ANVIL_OIDC_ROLES ?? new Map(),
  }
}
