import { AnvilError } from '@anvil/shared'
import type { IssuedAccessToken, TokenRotation } from '@anvil/shared/api'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import { futureDate, makeToken } from './access-token-service.js'
import { getTokenForUpdate, isRotated, shortenToken, type TokenKey } from './access-token-store.js'

/** Puts a new access token in the place of one, which goes on for a while; once each, so that every token has one successor. */
export async function rotateToken(
  ctx: AppContext,
  actor: UserActor,
  key: TokenKey,
  { overlap_seconds, expires_at }: TokenRotation,
): Promise<IssuedAccessToken> {
  const issued = await ctx.asActor(actor, async (trx) => {
    const { organisation_id: organisationId } = await getProjectOf(trx, actor, key.projectId, 'token.manage')
    const old = await getTokenForUpdate(trx, key)
    if (old.revoked_at)
      throw new AnvilError('access_token.revoked', 'This access token was revoked. Issue a new one instead.')
    if (await isRotated(trx, old.id))
      throw new AnvilError(
        'access_token.rotated',
        'Another access token took the place of this one before. Show that one again, or rotate it.',
      )
    const now = ctx.now()
    const lifetime = old.expires_at && old.expires_at.getTime() - old.created_at.getTime()
    const made = await makeToken(ctx, trx, actor, {
      organisationId,
      name: old.name,
      environment: { id: old.environment_id, project_id: old.project_id, slug: old.environment },
      rotatedFrom: old.id,
      expiresAt: expires_at === undefined ? later(now, lifetime) : futureDate(ctx, expires_at),
    })
    const endsAt = sooner(new Date(now.getTime() + overlap_seconds * 1_000), old.expires_at)
    await shortenToken(trx, old.id, { endsAt, at: now })
    await insertAuditEntry(trx, actor, now, {
      organisationId,
      projectId: key.projectId,
      action: 'access_token.rotated',
      target: old.id,
      details: { successor: made.access_token.id, ends_at: endsAt.toISOString() },
    })
    return made
  })
  ctx.tokenRevocations.announce(key.tokenId)
  return issued
}

const later = (now: Date, lifetimeMs: number | null): Date | null =>
  lifetimeMs === null ? null : new Date(now.getTime() + lifetimeMs)

const sooner = (one: Date, other: Date | null): Date => (other && other < one ? other : one)
