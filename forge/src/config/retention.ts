import { wholeNumber } from './whole-number.js'

/** For how many days FORGE keeps what it was told. */
export interface Retention {
  /** An instance that nobody hears of any more. */
  instanceDays: number
  /** What instances did with a publication that is not the newest of its environment. */
  deliveryDays: number
}

const MOST_DAYS = 36_500

/** The variables of how long is kept what grows with every day; publications, versions and the audit trail are kept for ever. */
export const RETENTION_VARIABLES = {
  ANVIL_KEEP_INSTANCES_DAYS: wholeNumber(2, MOST_DAYS).default(30),
  ANVIL_KEEP_DELIVERIES_DAYS: wholeNumber(1, MOST_DAYS).default(365),
}

/** What these variables say. */
export function retentionOf(env: Record<keyof typeof RETENTION_VARIABLES, number>): Retention {
  return { instanceDays: env.ANVIL_KEEP_INSTANCES_DAYS, deliveryDays: env.ANVIL_KEEP_DELIVERIES_DAYS }
}

const DAY_MS = 24 * 60 * 60 * 1_000

/** When a number of days ago began, in UTC. */
export function daysAgo(at: Date, days: number): Date {
  return new Date(Math.floor(at.getTime() / DAY_MS - days) * DAY_MS)
}
