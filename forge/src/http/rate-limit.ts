import { AnvilError } from '@anvil/shared'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const MINUTE_S = 60

/** Counts what is asked under a name; throws `request.rate_limited` beyond what a minute allows. */
export type RateLimit = (name: string) => Promise<void>

/** Allows so much a minute under each name, counted in this process. `what` says of what it was too much. */
export function rateLimit(perMinute: number, what: string): RateLimit {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S })
  return async (name) => {
    try {
      await limiter.consume(name)
    } catch (thrown) {
      if (!(thrown instanceof RateLimiterRes)) throw thrown
      const seconds = Math.max(1, Math.ceil(thrown.msBeforeNext / 1_000))
      throw new AnvilError(
        'request.rate_limited',
        `${what} are limited to ${perMinute} a minute, and these were more. Ask again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, and less often.`,
        { details: { retry_after_ms: seconds * 1_000, limit: perMinute, per_seconds: MINUTE_S } },
      )
    }
  }
}
