import type { Knex } from 'knex'
import type { Change } from './changes.js'

const noted = new WeakMap<Knex.Transaction, Change[]>()

/** Notes what a transaction changes; it is told to nobody before the transaction is committed. */
export function noteChange(trx: Knex.Transaction, change: Change): void {
  noted.set(trx, [...(noted.get(trx) ?? []), change])
}

/** What a transaction noted so far. */
export function notedChanges(trx: Knex.Transaction): readonly Change[] {
  return noted.get(trx) ?? []
}

/** Forgets what a transaction noted since a time at which it had noted `kept`: it was taken back. */
export function forgetChangesSince(trx: Knex.Transaction, kept: readonly Change[]): void {
  noted.set(trx, [...kept])
}
