import { z } from 'zod'
import { Slug } from '../protocol/prompt-id.js'
import { Name } from './accounts.js'

/** An access token without its value. */
export const AccessToken = z.object({
  id: z.uuid(),
  project_id: z.uuid(),
  environment: z.string(),
  name: z.string(),
  public_id: z.string(),
  state: z.enum(['active', 'expired', 'revoked']),
  expires_at: z.string().nullable(),
  created_by: z.uuid().nullable(),
  created_at: z.string(),
  revoked_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  last_used_address: z.string().nullable(),
  /** The last instance that said its name. */
  last_used_instance: z.string().nullable(),
  /** The access token that this one takes the place of. */
  rotated_from: z.uuid().nullable(),
})
export type AccessToken = z.infer<typeof AccessToken>

export const AccessTokenList = z.object({ access_tokens: z.array(AccessToken) })

export const NewAccessToken = z.object({
  name: Name,
  environment: Slug,
  expires_at: z.iso.datetime({ offset: true }).optional(),
})
export type NewAccessToken = z.infer<typeof NewAccessToken>

const MAX_OVERLAP_SECONDS = 30 * 24 * 60 * 60

/** How an access token is rotated: the old one opens what it did for so long, or until its own end where that is sooner. */
export const TokenRotation = z.object({
  overlap_seconds: z
    .int()
    .min(0)
    .max(MAX_OVERLAP_SECONDS)
    .default(24 * 60 * 60),
  /** The end of the new one; without it, it lives as long from now as the old one was made for. */
  expires_at: z.iso.datetime({ offset: true }).optional(),
})
export type TokenRotation = z.infer<typeof TokenRotation>

/** An access token with its value, which goes into the application's `ANVIL_ACCESS_TOKEN`. */
export const IssuedAccessToken = z.object({ access_token: AccessToken, value: z.string() })
export type IssuedAccessToken = z.infer<typeof IssuedAccessToken>

export const AccessTokenValue = z.object({ value: z.string() })
