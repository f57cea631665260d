import { createHash } from 'node:crypto'
import type { ErrorCode } from '@anvil/shared'
import { auditAccount } from '../audit/audit-account.js'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { networkOf } from './network-of.js'
import { type AttemptRule, countAttempt, ONCE_A_QUARTER_HOUR } from './sign-in-attempt-store.js'

// Whoever has a million addresses writes no more than this of one account, or of all that there are not.
const OF_ACCOUNT: AttemptRule = { ...ONCE_A_QUARTER_HOUR, free: 50 }
const SIGN_IN = { kind: 'system', id: 'sign-in' } as const

/** What somebody was refused who said that they are somebody. */
export interface RefusedAttempt {
  action: 'session.refused' | 'password.refused'
  code: ErrorCode
  /** Whose account it is; undefined where there is none. */
  userId: string | undefined
  actor: Actor & { address: string }
}

/**
 * Has a refused attempt in the trail: the first in a quarter of an hour of each kind, for one account from one address, so
 * that guessing does not flood it. Nothing that was typed is told.
 */
export function noteRefusedAttempt(ctx: AppContext, attempt: RefusedAttempt): Promise<void> {
  const { action, code, userId, actor } = attempt
  const target = userId ?? 'unknown'
  const kind = `noted ${action} ${code} ${target}`
  return ctx.asActor(SIGN_IN, async (trx) => {
    const now = ctx.now()
    const here = { key: digest(`${kind} ${networkOf(actor.address)}`), rule: ONCE_A_QUARTER_HOUR, now }
    if ((await countAttempt(trx, here)) !== undefined) return
    if ((await countAttempt(trx, { key: digest(kind), rule: OF_ACCOUNT, now })) !== undefined) return
    await auditAccount(trx, actor, now, { userId, action, target, details: { code } })
  })
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')
