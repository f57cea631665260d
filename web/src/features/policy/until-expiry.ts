import type { Checks } from '@anvil/shared/api'

/** A little later than the clock of FORGE, which may be behind this one. */
const LATE_MS = 500

/** How long the next waiver that is in force still is, in milliseconds; for ever where none is. */
export function untilExpiry(checks: Pick<Checks, 'findings'> | undefined, now: number): number {
  const ends = (checks?.findings ?? []).flatMap(({ waiver }) =>
    waiver?.state === 'given' ? [Date.parse(waiver.expires_at) - now + LATE_MS] : [],
  )
  return Math.min(Number.POSITIVE_INFINITY, ...ends.map((left) => Math.max(LATE_MS, left)))
}
