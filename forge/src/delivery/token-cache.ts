import { createHash } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import { LRUCache } from 'lru-cache'
import { authenticateAccessToken, type TokenGrant } from '../access-tokens/authenticate-token.js'
import { listRevocations, newestRevocation } from '../access-tokens/revocation-store.js'
import type { ForgeContext } from '../context.js'
import { TokenEnds } from './token-ends.js'

const MAX_TOKENS = 10_000

/** How long sockets are let in and kept while the database can't tell which access tokens were revoked. */
const UNCHECKED_MS = 60_000

type TokenContext = Pick<ForgeContext, 'db' | 'lookUp' | 'now' | 'elapsedMs'>

/** Access tokens that were found good. They stay so until they expire or are revoked, so that delivery needs no database. */
export class TokenCache {
  readonly #ctx: TokenContext
  readonly #grants = new LRUCache<string, TokenGrant>({ max: MAX_TOKENS })
  readonly #ends: TokenEnds
  #lastRevocation: number | undefined
  #checkedAt = -Infinity

  constructor(ctx: TokenContext) {
    this.#ctx = ctx
    this.#ends = new TokenEnds(ctx)
  }

  /** Reads which tokens were revoked or rotated since the last time, by whichever node. */
  async check(): Promise<void> {
    const asked = this.#ctx.elapsedMs()
    this.#ends.forgetOld()
    this.#lastRevocation ??= await newestRevocation(this.#ctx.db)
    for (const { number, access_token_id, ends_at } of await listRevocations(this.#ctx.db, this.#lastRevocation)) {
      this.#end(access_token_id, ends_at)
      this.#lastRevocation = number
    }
    this.#checkedAt = asked
  }

  /** What the token opens; throws the `token.…` error that says why it opens nothing. */
  async grantOf(value: string): Promise<TokenGrant> {
    const key = createHash('sha256').update(value).digest('base64')
    const known = this.#grants.get(key)
    if (known && !this.endOf(known)) return known
    const grant = await authenticateAccessToken(this.#ctx, value)
    const ended = this.endOf(grant)
    if (ended) throw ended
    this.#grants.set(key, grant)
    return grant
  }

  /** Why a token opens nothing any more; undefined where it still does. */
  endOf({ tokenId, expiresAt }: TokenGrant): AnvilError | undefined {
    const told = this.#ends.of(tokenId)
    if (told === null)
      return new AnvilError('token.revoked', 'The access token was revoked. Put a new one into ANVIL_ACCESS_TOKEN.')
    const isOver = [told, expiresAt].some((end) => end && end <= this.#ctx.now())
    if (!isOver) return undefined
    return new AnvilError('token.expired', 'The access token has expired. Put a new one into ANVIL_ACCESS_TOKEN.')
  }

  /** Why no token is good enough for a socket now: nobody can tell since a minute which were revoked. */
  doubt(): AnvilError | undefined {
    if (this.#ctx.elapsedMs() - this.#checkedAt <= UNCHECKED_MS) return undefined
    return new AnvilError(
      'forge.unavailable',
      'FORGE has not been able to check for a minute which access tokens were revoked: its database does not answer. It goes on by itself.',
    )
  }

  #end(tokenId: string, endsAt: Date | null): void {
    this.#ends.note(tokenId, endsAt)
    for (const [key, grant] of this.#grants.entries()) if (grant.tokenId === tokenId) this.#grants.delete(key)
  }
}

/** The token of an `Authorization: Bearer …` header; `token.required` where there is none. */
export function bearerToken(header: string | undefined): string {
  const value = /^Bearer +(\S{1,256})$/i.exec(header ?? '')?.[1]
  if (value !== undefined) return value
  throw new AnvilError('token.required', 'This needs an access token: send "Authorization: Bearer anv_…".')
}
