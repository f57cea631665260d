import { z } from 'zod'

/** What an issuer says of a person. */
export interface OidcClaims {
  issuer: string
  subject: string
  email: string | undefined
  /** The issuer knows that the address is the person's. */
  emailVerified: boolean
  name: string | undefined
  groups: string[]
}

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: z.email().max(254).optional().catch(undefined),
  email_verified: z.union([z.boolean(), z.literal('true').transform(() => true)]).catch(false),
  name: z.string().trim().min(1).max(200).optional().catch(undefined),
})
const Groups = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([])

/** Reads the claims of an ID token; the groups are those of a claim with this name, or without it there are none. */
export function readClaims(said: object, groupsClaim: string): OidcClaims {
  const { iss, sub, email, email_verified, name } = Claims.parse(said)
  const groups = Groups.parse(new Map(Object.entries(said)).get(groupsClaim))
  return { issuer: iss, subject: sub, email, emailVerified: email_verified, name, groups }
}
