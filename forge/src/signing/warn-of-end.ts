import type { AppContext } from '../context.js'
import { daysUntil, WARN_DAYS } from './key-list.js'

/** Warns in the log of a signing key that ends soon or has ended: after its end no manifest can be signed. */
export async function warnOfEnd({ log, now, signing }: Pick<AppContext, 'log' | 'now' | 'signing'>): Promise<void> {
  const { notAfter } = signing
  const days_left = notAfter && daysUntil(notAfter, now())
  if (days_left === undefined || days_left >= WARN_DAYS) return
  log.warn(
    { days_left, not_after: notAfter },
    `the signing key ${whatOf(days_left)}. Make a new one with "anvil-forge keys rotate"`,
  )
}

function whatOf(daysLeft: number): string {
  if (daysLeft < 0) return 'has ended: nothing can be published'
  if (daysLeft === 0) return 'ends today'
  return daysLeft === 1 ? 'ends in 1 day' : `ends in ${daysLeft} days`
}
