import { wholeNumber } from './whole-number.js'

/** How often may be asked in a minute, of one process of FORGE. */
export interface Rates {
  /** By one session or API key, to read. */
  reads: number
  /** By one session or API key, to change something. */
  writes: number
  /** By one session or API key, to import. */
  imports: number
  /** From one address, by whomever, before anything of a request is looked at. */
  addresses: number
  /** From one address, by whoever is not signed in. */
  anonymous: number
  /** With one access token, by all instances that have it. */
  deliveries: number
}

const MOST = 100_000_000

/** The variables of how often may be asked; generous, for they are against programs that run wild. */
export const RATE_VARIABLES = {
  ANVIL_RATE_READS: wholeNumber(1, MOST).default(12_000),
  ANVIL_RATE_WRITES: wholeNumber(1, MOST).default(6_000),
  ANVIL_RATE_IMPORTS: wholeNumber(1, MOST).default(600),
  ANVIL_RATE_ADDRESSES: wholeNumber(1, MOST).default(60_000),
  ANVIL_RATE_ANONYMOUS: wholeNumber(1, MOST).default(3_000),
  ANVIL_RATE_DELIVERIES: wholeNumber(1, MOST).default(300_000),
}

/** What these variables say. */
export function ratesOf(env: Record<keyof typeof RATE_VARIABLES, number>): Rates {
  return {
    reads: env.ANVIL_RATE_READS,
    writes: env.ANVIL_RATE_WRITES,
    imports: env.ANVIL_RATE_IMPORTS,
    addresses: env.ANVIL_RATE_ADDRESSES,
    anonymous: env.ANVIL_RATE_ANONYMOUS,
    deliveries: env.ANVIL_RATE_DELIVERIES,
  }
}
