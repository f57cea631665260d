import { describe, expect, it } from 'vitest'
import { Backoff } from './backoff.js'

describe('the backoff', () => {
  let now = 0
  const longest = (): Backoff =>
    new Backoff(
      () => now,
      () => 1,
    )

  it('doubles the longest wait with each failure, up to the cap', () => {
    const backoff = longest()
    expect(Array.from({ length: 8 }, () => backoff.failed())).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ])
  })

  it('waits any part of that, so that a fleet does not come back at once', () => {
    const waits = [0, 0.25, 0.5].map((part) =>
      new Backoff(
        () => now,
        () => part,
      ).failed(),
    )
    expect(waits).toEqual([0, 250, 500])
  })

  it('takes the pace that FORGE tells, within reason', () => {
    const backoff = longest()
    backoff.setPace({ base_ms: 10_000, cap_ms: 15_000 })
    expect([backoff.failed(), backoff.failed()]).toEqual([10_000, 15_000])
    backoff.setPace({ base_ms: 1e12, cap_ms: 0 })
    expect(backoff.failed()).toBe(600_000)
    backoff.setPace({ base_ms: 0.001, cap_ms: 0.001 })
    expect(backoff.failed()).toBe(10)
  })

  it('waits at least as long as it is asked to', () => {
    expect(longest().failed(30_000)).toBe(31_000)
    expect(longest().failed(1e12)).toBe(3_601_000)
  })

  it('starts over only after a minute of health', () => {
    const backoff = longest()
    for (let n = 0; n < 4; n += 1) backoff.failed()
    backoff.succeeded()
    now += 59_000
    expect(backoff.failed()).toBe(16_000)
    backoff.succeeded()
    now += 30_000
    backoff.succeeded()
    now += 30_000
    expect(backoff.failed()).toBe(1_000)
  })

  it('waits about five minutes where FORGE refuses', () => {
    expect([
      new Backoff(
        () => now,
        () => 0,
      ).barred(),
      longest().barred(),
    ]).toEqual([240_000, 360_000])
  })
})
