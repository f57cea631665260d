import { z } from 'zod'
import { ApiKeyScope } from '../rights.js'
import { Name } from './accounts.js'
import { Person } from './person.js'

/** A key for a program of one's own; it reads, and does what its scopes and its owner's roles both allow. */
export const NewApiKey = z.object({
  name: Name,
  scopes: z.array(ApiKeyScope).transform((scopes) => ApiKeyScope.options.filter((scope) => scopes.includes(scope))),
  /** The one project it opens; all of its owner's where it is left out. */
  project_id: z.uuid().optional(),
  expires_at: z.iso.datetime({ offset: true }).optional(),
})
export type NewApiKey = z.infer<typeof NewApiKey>

export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(ApiKeyScope),
  project_id: z.uuid().nullable(),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  /** The organisations whose admins revoked it there; elsewhere it opens what it did. */
  revoked_in: z.array(z.object({ id: z.uuid(), name: z.string() })),
})
export type ApiKey = z.infer<typeof ApiKey>

export const ApiKeyList = z.object({ api_keys: z.array(ApiKey) })

/** A new key with its value, which is shown this once. */
export const IssuedApiKey = z.object({ api_key: ApiKey, value: z.string() })
export type IssuedApiKey = z.infer<typeof IssuedApiKey>

/** `cursor` is the `next_cursor` of the page before. */
export const MemberApiKeyQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type MemberApiKeyQuery = z.infer<typeof MemberApiKeyQuery>

/** An API key by which a member's programs act in an organisation; never its value. */
export const MemberApiKey = ApiKey.omit({ revoked_at: true, revoked_in: true }).extend({ owner: Person })
export type MemberApiKey = z.infer<typeof MemberApiKey>

/** Keys that are good, newest first; `next_cursor` is null at the end. */
export const MemberApiKeyPage = z.object({ api_keys: z.array(MemberApiKey), next_cursor: z.string().nullable() })
export type MemberApiKeyPage = z.infer<typeof MemberApiKeyPage>
