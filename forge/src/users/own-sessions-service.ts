import { AnvilError } from '@anvil/shared'
import type { EndedSessions, OwnSession } from '@anvil/shared/api'
import { auditAccount } from '../audit/audit-account.js'
import type { AppContext } from '../context.js'
import type { SessionActor } from '../http/actor.js'
import { endSessionOf, endSessionsOf, listSessionsOf, noteSeen } from './session-store.js'

const SEEN_EVERY_MS = 60_000
/** An account is of no organisation, so FORGE writes what becomes of it, in the name of its person. */
const ACCOUNTS = { kind: 'system', id: 'accounts' } as const

/** Notes that a session is used, at most once a minute. */
export async function noteUse(ctx: AppContext, actor: SessionActor, lastSeenAt: Date): Promise<void> {
  const at = ctx.now()
  if (at.getTime() - lastSeenAt.getTime() < SEEN_EVERY_MS) return
  await ctx.asActor(actor, (trx) => noteSeen(trx, actor.sessionId, { at, address: actor.address }))
}

/** The sessions of the person who asks that go on. */
export function listOwnSessions(ctx: AppContext, actor: SessionActor): Promise<OwnSession[]> {
  return ctx.asActor(actor, async (trx) => {
    const rows = await listSessionsOf(trx, actor.id, ctx.now())
    return rows.map(({ id, address, program, ...row }) => ({
      id,
      created_at: row.created_at.toISOString(),
      last_seen_at: row.last_seen_at.toISOString(),
      expires_at: row.expires_at.toISOString(),
      address,
      program,
      current: id === actor.sessionId,
    }))
  })
}

/** Ends one of the sessions of the person who asks. */
export function endOwnSession(ctx: AppContext, actor: SessionActor, sessionId: string): Promise<void> {
  return ctx.asActor(ACCOUNTS, async (trx) => {
    if (!(await endSessionOf(trx, { userId: actor.id, sessionId }, ctx.now()))) {
      throw new AnvilError('session.not_found', 'You have no such session that goes on. List yours anew.')
    }
    await auditAccount(trx, actor, ctx.now(), { userId: actor.id, action: 'session.ended', target: sessionId })
  })
}

/** Ends all other sessions of the person who asks. */
export function endOtherSessions(ctx: AppContext, actor: SessionActor): Promise<EndedSessions> {
  return ctx.asActor(ACCOUNTS, async (trx) => {
    const ended = await endSessionsOf(trx, actor.id, ctx.now(), actor.sessionId)
    if (ended > 0) {
      const entry = { userId: actor.id, action: 'sessions.ended', target: actor.id, details: { count: ended } }
      await auditAccount(trx, actor, ctx.now(), entry)
    }
    return { ended }
  })
}
