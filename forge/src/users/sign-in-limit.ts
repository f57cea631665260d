import { createHash } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { AppContext } from '../context.js'
import { networkOf } from './network-of.js'
import { type AttemptRule, countAttempt, forgetAttempts, takeAttemptBack } from './sign-in-attempt-store.js'

const SECOND = 1_000
const QUARTER_HOUR = 15 * 60 * SECOND
const FROM_HERE: AttemptRule = { free: 5, firstWaitMs: SECOND, longestWaitMs: QUARTER_HOUR }
const OF_ADDRESS: AttemptRule = { free: 50, firstWaitMs: SECOND, longestWaitMs: QUARTER_HOUR }
// Short, so that a stranger who guesses from many addresses can slow the owner of an account, but not keep them out.
const OF_ACCOUNT: AttemptRule = { free: 100, firstWaitMs: SECOND, longestWaitMs: 15 * SECOND }
const SIGN_IN = { kind: 'system', id: 'sign-in' } as const

/** What an attempt to sign in is counted under. */
export interface Attempt {
  succeeded: () => Promise<void>
}

/**
 * Counts an attempt to sign in as somebody from an address; `request.rate_limited` where too many failed: for this
 * account from this address, from this address for whatever account, or for this account from wherever.
 */
export async function beginAttempt(ctx: AppContext, email: string, address: string): Promise<Attempt> {
  const account = digest(`account ${email.toLowerCase()}`)
  const network = digest(`address ${networkOf(address)}`)
  const both = digest(`${account} ${network}`)
  const counts = [
    { key: both, rule: FROM_HERE },
    { key: network, rule: OF_ADDRESS },
    { key: account, rule: OF_ACCOUNT },
  ]
  await ctx.asActor(SIGN_IN, async (trx) => {
    for (const count of counts) {
      const now = ctx.now()
      const next = await countAttempt(trx, { ...count, now })
      if (next) throw tooMany(next.getTime() - now.getTime())
    }
  })
  return {
    succeeded: () =>
      ctx.asActor(SIGN_IN, async (trx) => {
        await forgetAttempts(trx, both)
        await takeAttemptBack(trx, network, ctx.now())
        await takeAttemptBack(trx, account, ctx.now())
      }),
  }
}

function tooMany(waitMs: number): AnvilError {
  const seconds = Math.ceil(waitMs / SECOND)
  return new AnvilError(
    'request.rate_limited',
    `Too many attempts to sign in failed. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then try again.`,
    { details: { retry_after_ms: seconds * SECOND } },
  )
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
