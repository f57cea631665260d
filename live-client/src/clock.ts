/** Where time comes from: wall time in milliseconds since 1970, and a monotonic one for durations. */
export interface Clock {
  now(): number
  monotonic(): number
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
