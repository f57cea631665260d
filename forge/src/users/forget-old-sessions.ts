import type { AppContext } from '../context.js'
import { deleteOldAttempts } from '../oidc/oidc-attempt-store.js'
import { deleteOldSessions } from './session-store.js'

const CLEANER = { kind: 'system', id: 'old-sessions' } as const

/** Deletes the sessions that have expired, and the ways to the issuer that nobody came back from. */
export function forgetOldSessions(ctx: Pick<AppContext, 'asActor' | 'now'>): Promise<void> {
  return ctx.asActor(CLEANER, async (trx) => {
    await deleteOldSessions(trx, ctx.now())
    await deleteOldAttempts(trx, ctx.now())
  })
}
