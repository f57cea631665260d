import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { Freshness } from './freshness.js'

const T0 = Date.parse('2026-01-15T10:00:00Z')
const HOUR = 3_600_000
const at = (ms: number): string => new Date(ms).toISOString()

describe('freshness', () => {
  let wall = T0
  let monotonic = 0
  const clock = { now: () => wall, monotonic: () => monotonic }
  let freshness: Freshness
  const pass = (ms: number): void => {
    wall += ms
    monotonic += ms
  }
  beforeEach(() => {
    wall = T0
    monotonic = 0
    freshness = new Freshness(clock, HOUR)
  })

  it('runs out when the newest verified expiry has passed', () => {
    freshness.noteManifest({ issued_at: at(T0), expires_at: at(T0 + 10_000) })
    expect(freshness.isStale).toBe(false)
    pass(10_001)
    expect(freshness.isStale).toBe(true)
    freshness.noteManifest({ issued_at: at(T0 + 5_000), expires_at: at(T0 + HOUR) })
    expect(freshness.isStale).toBe(false)
  })

  it('is not judged by an expiry that was signed earlier', () => {
    freshness.noteManifest({ issued_at: at(T0), expires_at: at(T0 + HOUR) })
    freshness.noteManifest({ issued_at: at(T0 - 1_000), expires_at: at(T0 - 500) })
    expect(freshness.isStale).toBe(false)
  })

  it('runs out when FORGE was not heard of for long', () => {
    freshness.noteContact(undefined)
    pass(HOUR)
    expect(freshness.isStale).toBe(false)
    pass(1)
    expect([freshness.isStale, freshness.ageMs]).toEqual([true, HOUR + 1])
    freshness.noteContact(undefined)
    expect([freshness.isStale, freshness.ageMs]).toEqual([false, 0])
  })

  it('measures durations by the monotonic clock, whatever the wall clock does', () => {
    freshness.noteContact(undefined)
    wall -= 365 * 24 * HOUR
    monotonic += 5_000
    expect([freshness.isStale, freshness.ageMs]).toEqual([false, 5_000])
  })

  it('goes on from what the folder knew, and never from the future', () => {
    freshness.restoreContact(at(T0 - 2 * HOUR))
    expect([freshness.isStale, freshness.ageMs, freshness.confirmed]).toEqual([true, 2 * HOUR, false])
    const other = new Freshness(clock, HOUR)
    other.restoreContact(at(T0 + 2 * HOUR))
    expect([other.isStale, other.ageMs, other.lastSync]).toEqual([false, 0, at(T0)])
  })

  it('does not let the folder replace what this process heard itself', () => {
    freshness.noteContact(undefined)
    freshness.restoreContact(at(T0 - 5 * HOUR))
    expect([freshness.ageMs, freshness.confirmed]).toEqual([0, true])
  })

  it.each([
    [0, null],
    [9 * 60_000, null],
    [11 * 60_000, -11 * 60_000],
    [-365 * 24 * HOUR, 365 * 24 * HOUR],
  ])('reports a clock that FORGE is %d ms ahead of as %j', (ahead, expected) => {
    freshness.noteContact(T0 + ahead)
    expect(freshness.clockSkewMs).toBe(expected)
  })
})

describe('freshness, whatever happens in whatever order', () => {
  const MINUTE = 60_000
  const event = fc.oneof(
    fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(3 * HOUR) }),
    fc.record({ kind: fc.constant('jump' as const), ms: fc.integer({ min: -24 * HOUR, max: 24 * HOUR }) }),
    fc.record({ kind: fc.constant('contact' as const), ms: fc.integer({ min: -HOUR, max: HOUR }) }),
    fc.record({ kind: fc.constant('manifest' as const), ms: fc.integer({ min: -HOUR, max: HOUR }) }),
    fc.record({ kind: fc.constant('restore' as const), ms: fc.integer({ min: -24 * HOUR, max: 24 * HOUR }) }),
  )

  it('counts the time since the last contact truly, and calls nothing fresh that is older than allowed', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let [wall, monotonic] = [T0, 0]
        let heardAt: number | undefined
        const freshness = new Freshness({ now: () => wall, monotonic: () => monotonic }, HOUR)
        for (const { kind, ms } of events) {
          if (kind === 'pass') [wall, monotonic] = [wall + ms, monotonic + ms]
          else if (kind === 'jump') wall += ms
          else if (kind === 'contact') freshness.noteContact(wall + ms)
          else if (kind === 'restore') freshness.restoreContact(at(wall + ms))
          else freshness.noteManifest({ issued_at: at(wall + ms), expires_at: at(wall + ms + 7 * 24 * HOUR) })
          if (kind === 'contact') heardAt = monotonic
          const { ageMs } = freshness
          expect(ageMs === null || ageMs >= 0).toBe(true)
          expect(freshness.confirmed).toBe(heardAt !== undefined)
          if (heardAt !== undefined) expect(ageMs).toBe(monotonic - heardAt)
          if (ageMs !== null && ageMs > HOUR) expect(freshness.isStale).toBe(true)
          const skew = freshness.clockSkewMs
          if (skew !== null) expect(Math.abs(skew)).toBeGreaterThan(10 * MINUTE)
        }
      }),
      { numRuns: 300 },
    )
  })
})
