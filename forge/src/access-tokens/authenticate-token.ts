import { createHash, timingSafeEqual } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { AppContext } from '../context.js'
import { parseTokenText } from './token-text.js'

/** What an access token opens, once it is known to be good. */
export interface TokenGrant {
  tokenId: string
  projectId: string
  environmentId: string
  environment: string
  expiresAt: Date | null
}

/** Finds what an access token opens; throws `token.invalid`, `token.revoked` or `token.expired`. */
export async function authenticateAccessToken(
  ctx: Pick<AppContext, 'lookUp' | 'now'>,
  value: string,
): Promise<TokenGrant> {
  const { publicId } = parseTokenText(value)
  const row = await ctx.lookUp.accessToken(publicId)
  if (!row || !timingSafeEqual(createHash('sha256').update(value).digest(), row.secret_sha256)) {
    throw new AnvilError(
      'token.invalid',
      'FORGE knows no such access token. Check ANVIL_ACCESS_TOKEN and ANVIL_FORGE_URL.',
    )
  }
  if (row.revoked_at) {
    throw new AnvilError(
      'token.revoked',
      `The access token "${row.name}" was revoked. Put a new one into ANVIL_ACCESS_TOKEN.`,
    )
  }
  if (row.expires_at && row.expires_at <= ctx.now()) {
    throw new AnvilError(
      'token.expired',
      `The access token "${row.name}" has expired. Put a new one into ANVIL_ACCESS_TOKEN.`,
    )
  }
  const { project_id, environment_id, environment, expires_at } = row
  return { tokenId: row.id, projectId: project_id, environmentId: environment_id, environment, expiresAt: expires_at }
}
