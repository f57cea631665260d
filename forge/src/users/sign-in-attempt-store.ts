import type { Knex } from 'knex'

/** How many attempts may fail before the next has to wait, and how long the wait may grow. */
export interface AttemptRule {
  free: number
  firstWaitMs: number
  longestWaitMs: number
}

const QUARTER_HOUR_MS = 15 * 60 * 1000
/** Lets one pass in a quarter of an hour. */
export const ONCE_A_QUARTER_HOUR: AttemptRule = {
  free: 0,
  firstWaitMs: QUARTER_HOUR_MS,
  longestWaitMs: QUARTER_HOUR_MS,
}

const FORGIVEN_IN_MS = 6 * 60 * 60 * 1000
const FORGET_MS = 48 * 60 * 60 * 1000
const KNOWN_MS = 90 * 24 * 60 * 60 * 1000
/** The next one may come whenever it came: others that count under the same key began a moment ago, by clocks of their own. */
const AT_ONCE = new Date(0)
/** How a key begins under which somebody got in. */
const KNOWN = 'known '

/**
 * Counts an attempt as failed before it is judged, so that many at once can't pass together; the wait doubles with each
 * one beyond the free ones, and as many as are free are forgiven every six hours. Answers when the next may come
 * instead, where this one came too soon.
 */
export async function countAttempt(
  trx: Knex.Transaction,
  { key, rule, now }: { key: string; rule: AttemptRule; now: Date },
): Promise<Date | undefined> {
  const { free, firstWaitMs, longestWaitMs } = rule
  const { rows }: { rows: { failures: number }[] } = await trx.raw(
    `INSERT INTO sign_in_attempts AS a (key, failures, last_at, next_at) VALUES (:key, 1, :now, :now)
     ON CONFLICT (key) DO UPDATE SET last_at = :now, failures = 1
       + greatest(0, a.failures - :free * extract(epoch FROM :now::timestamptz - a.last_at) * 1000 / :forgivenIn)
     WHERE a.next_at <= :now RETURNING failures`,
    { key, now, free, forgivenIn: FORGIVEN_IN_MS },
  )
  if (rows[0] === undefined) return (await findNextAttempt(trx, key)) ?? now
  const beyond = Math.round(rows[0].failures) - free
  const wait = beyond < 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** beyond)
  const attempts = trx('sign_in_attempts').where({ key })
  await attempts.update({ next_at: wait === 0 ? AT_ONCE : new Date(now.getTime() + wait) })
  return undefined
}

/** When the next attempt under a key may come. */
export async function findNextAttempt(trx: Knex, key: string): Promise<Date | undefined> {
  const attempt: { next_at: Date } | undefined = await trx('sign_in_attempts').where({ key }).first('next_at')
  return attempt?.next_at
}

/** Takes back what was counted for an attempt that turned out well. */
export async function takeAttemptBack(trx: Knex.Transaction, key: string): Promise<void> {
  await trx('sign_in_attempts')
    .where({ key })
    .update({ failures: trx.raw('greatest(0, failures - 1)'), next_at: AT_ONCE })
}

/** Starts a key's count anew. */
export async function forgetAttempts(trx: Knex.Transaction, key: string): Promise<void> {
  await trx('sign_in_attempts').where({ key }).delete()
}

/** Notes a key under which somebody got in. */
export async function noteKnown(trx: Knex.Transaction, key: string, now: Date): Promise<void> {
  await trx('sign_in_attempts')
    .insert({ key: `${KNOWN}${key}`, failures: 0, last_at: now, next_at: now })
    .onConflict('key')
    .merge(['last_at', 'next_at'])
}

/** Whether somebody got in under a key within the last ninety days. */
export async function isKnown(trx: Knex.Transaction, key: string, now: Date): Promise<boolean> {
  const found = trx('sign_in_attempts').where({ key: `${KNOWN}${key}` })
  return (await found.where('last_at', '>=', new Date(now.getTime() - KNOWN_MS)).first('key')) !== undefined
}

/** Deletes what has not been tried for two days, and where nobody got in for ninety. */
export async function deleteOldAttempts(trx: Knex, now: Date): Promise<void> {
  await trx('sign_in_attempts')
    .where('last_at', '<', new Date(now.getTime() - FORGET_MS))
    .whereNot('key', 'like', `${KNOWN}%`)
    .delete()
  await trx('sign_in_attempts')
    .where('last_at', '<', new Date(now.getTime() - KNOWN_MS))
    .delete()
}
