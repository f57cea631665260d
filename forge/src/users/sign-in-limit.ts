import { createHash } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { networkOf } from './network-of.js'
import {
  type AttemptRule,
  countAttempt,
  forgetAttempts,
  isKnown,
  noteKnown,
  takeAttemptBack,
} from './sign-in-attempt-store.js'

const SECOND = 1_000
const QUARTER_HOUR = 15 * 60 * SECOND
const FROM_HERE: AttemptRule = { free: 5, firstWaitMs: SECOND, longestWaitMs: QUARTER_HOUR }
const OF_ADDRESS: AttemptRule = { free: 50, firstWaitMs: SECOND, longestWaitMs: QUARTER_HOUR }
// Short, so that a stranger who guesses from many addresses slows the owner of an account who comes from somewhere new.
const OF_ACCOUNT: AttemptRule = { free: 100, firstWaitMs: SECOND, longestWaitMs: 15 * SECOND }
const SIGN_IN = { kind: 'system', id: 'sign-in' } as const

/** What an attempt to sign in is counted under. */
export interface Attempt {
  succeeded: () => Promise<void>
}

/**
 * Counts an attempt to sign in as somebody from an address; `request.rate_limited` where too many failed: for this
 * account from this address, from this address for whatever account, or for this account from wherever. The last holds
 * nobody up where the account was signed in to before, so that guesses from elsewhere keep no owner out.
 */
export async function beginAttempt(ctx: AppContext, email: string, address: string): Promise<Attempt> {
  const { account, network, both } = keysOf(email, address)
  const known = await ctx.asActor(SIGN_IN, async (trx) => {
    const isKnownHere = await isKnown(trx, both, ctx.now())
    const counts = [
      { key: both, rule: FROM_HERE },
      { key: network, rule: OF_ADDRESS },
      ...(isKnownHere ? [] : [{ key: account, rule: OF_ACCOUNT }]),
    ]
    for (const count of counts) {
      const now = ctx.now()
      const next = await countAttempt(trx, { ...count, now })
      if (next) throw tooMany(next.getTime() - now.getTime())
    }
    return isKnownHere
  })
  return {
    succeeded: () =>
      ctx.asActor(SIGN_IN, async (trx) => {
        await forgetAttempts(trx, both)
        await takeAttemptBack(trx, network)
        if (!known) await takeAttemptBack(trx, account)
      }),
  }
}

/** Notes from where an account was signed in to. */
export async function noteSignIn(
  trx: Knex.Transaction,
  { email, address, at }: { email: string; address: string; at: Date },
): Promise<void> {
  await noteKnown(trx, keysOf(email, address).both, at)
}

function keysOf(email: string, address: string): Record<'account' | 'network' | 'both', string> {
  const account = digest(`account ${email.toLowerCase()}`)
  const network = digest(`address ${networkOf(address)}`)
  return { account, network, both: digest(`${account} ${network}`) }
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
