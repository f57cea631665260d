import { createHash } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import { LRUCache } from 'lru-cache'
import { authenticateAccessToken, type TokenGrant } from '../access-tokens/authenticate-token.js'
import type { AppContext } from '../context.js'

const MAX_TOKENS = 10_000

/** Access tokens that were found good. They stay so until they expire or are revoked, so that delivery needs no database. */
export class TokenCache {
  readonly #ctx: Pick<AppContext, 'db' | 'now'>
  readonly #grants = new LRUCache<string, TokenGrant>({ max: MAX_TOKENS })

  constructor(ctx: Pick<AppContext, 'db' | 'now'>) {
    this.#ctx = ctx
  }

  /** What the token opens; throws the `token.…` error that says why it opens nothing. */
  async grantOf(value: string): Promise<TokenGrant> {
    const key = createHash('sha256').update(value).digest('base64')
    const known = this.#grants.get(key)
    if (known && !isOver(known, this.#ctx.now())) return known
    const grant = await authenticateAccessToken(this.#ctx, value)
    this.#grants.set(key, grant)
    return grant
  }

  /** Forgets a token that was revoked. */
  forget(tokenId: string): void {
    for (const [key, grant] of this.#grants.entries()) if (grant.tokenId === tokenId) this.#grants.delete(key)
  }
}

/** Whether a token's time is over. */
export function isOver(grant: TokenGrant, at: Date): boolean {
  return grant.expiresAt !== null && grant.expiresAt <= at
}

/** The token of an `Authorization: Bearer …` header; `token.required` where there is none. */
export function bearerToken(header: string | undefined): string {
  const value = /^Bearer +(\S{1,256})$/i.exec(header ?? '')?.[1]
  if (value !== undefined) return value
  throw new AnvilError('token.required', 'This needs an access token: send "Authorization: Bearer anv_…".')
}
