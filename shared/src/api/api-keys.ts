import { z } from 'zod'
import { ApiKeyScope } from '../rights.js'
import { Name } from './accounts.js'

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
})
export type ApiKey = z.infer<typeof ApiKey>

export const ApiKeyList = z.object({ api_keys: z.array(ApiKey) })

/** A new key with its value, which is shown this once. */
export const IssuedApiKey = z.object({ api_key: ApiKey, value: z.string() })
export type IssuedApiKey = z.infer<typeof IssuedApiKey>
