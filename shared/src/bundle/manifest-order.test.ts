import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AnvilError } from '../errors.js'
import { aManifest } from '../testing/index.js'
import { comparePositions, compareWithFloor, type Floor, floorOf, higherFloor } from './manifest-floor.js'
import type { VerifiedManifest } from './manifest-open.js'

const time = (minutes: number): string => new Date(Date.UTC(2026, 0, 15, 10, minutes)).toISOString()

/** A manifest as it comes out of its verification, at one of a few places, times and contents. */
const candidate = fc
  .record({ epoch: fc.integer({ min: 1, max: 2 }), sequence: fc.nat(4), minute: fc.nat(4), content: fc.nat(1) })
  .map(({ epoch, sequence, minute, content }): VerifiedManifest => {
    const manifest = aManifest({ epoch, sequence, issued_at: time(minute) })
    const rest = { envelope: new Uint8Array(), keyId: 'k', keyStanding: 'current' as const }
    return { manifest, contentDigest: `content ${content}`, ...rest }
  })
const candidates = fc.array(candidate, { maxLength: 30 })
const floor = candidate.map(floorOf)

/** What an instance does with what arrives: the floors it had one after the other, and the codes of its refusals. */
function life(arriving: readonly VerifiedManifest[]): { floors: Floor[]; refusals: string[] } {
  const floors: Floor[] = []
  const refusals: string[] = []
  for (const verified of arriving) {
    try {
      const standing = compareWithFloor(verified, floors.at(-1) ?? null)
      if (standing !== 'current') floors.push(floorOf(verified))
    } catch (error) {
      refusals.push(error instanceof AnvilError ? error.code : String(error))
    }
  }
  return { floors, refusals }
}

const pairs = (floors: readonly Floor[]) => floors.slice(1).map((after, at) => [floors[at] ?? after, after] as const)

describe('whatever arrives, in whatever order', () => {
  it('the floor never falls, and each place has one content', () => {
    fc.assert(
      fc.property(candidates, (arriving) => {
        const { floors } = life(arriving)
        for (const [before, after] of pairs(floors)) {
          const order = comparePositions(before, after)
          expect(order).toBeLessThanOrEqual(0)
          if (order === 0) expect(after.content_digest).toBe(before.content_digest)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('time never falls within an epoch, and does not stand still where nothing else moves', () => {
    fc.assert(
      fc.property(candidates, (arriving) => {
        for (const [before, after] of pairs(life(arriving).floors)) {
          const passed = Date.parse(after.issued_at) - Date.parse(before.issued_at)
          if (after.epoch === before.epoch) expect(passed).toBeGreaterThanOrEqual(0)
          if (comparePositions(before, after) === 0) expect(passed).toBeGreaterThan(0)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('nothing changes when all of it is sent again', () => {
    fc.assert(
      fc.property(candidates, (arriving) => {
        const once = life(arriving)
        const again = life([...arriving, ...arriving])
        expect(again.floors).toEqual(once.floors)
        for (const code of again.refusals) expect(code).toMatch(/^manifest\.(rollback|equivocation)$/)
      }),
      { numRuns: 500 },
    )
  })

  it('what a FORGE signed one after the other leads to its last, even where some are lost or come twice', () => {
    const honest = fc.array(fc.record({ publish: fc.boolean(), copies: fc.nat(2) }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(honest, (acts) => {
        let sequence = 0
        const signed = acts.map(({ publish, copies }, minute): VerifiedManifest[] => {
          if (publish) sequence += 1
          const manifest = aManifest({ sequence, issued_at: time(minute) })
          const rest = { envelope: new Uint8Array(), keyId: 'k', keyStanding: 'current' as const }
          const verified = { manifest, contentDigest: `content ${sequence}`, ...rest }
          return Array.from({ length: copies }, () => verified)
        })
        const arriving = signed.flat()
        const { floors, refusals } = life(arriving)
        expect(refusals).toEqual([])
        const last = arriving.at(-1)
        expect(floors.at(-1)).toEqual(last && floorOf(last))
      }),
    )
  })
})

describe('the higher of two floors', () => {
  const rank = ({ epoch, sequence, issued_at }: Floor) => ({ epoch, sequence, issued_at })

  it('is one of them, at the higher place, whichever is named first', () => {
    fc.assert(
      fc.property(floor, floor, (a, b) => {
        const higher = higherFloor(a, b)
        expect([a, b]).toContain(higher)
        expect(comparePositions(higher, a)).toBeGreaterThanOrEqual(0)
        expect(comparePositions(higher, b)).toBeGreaterThanOrEqual(0)
        expect(rank(higher)).toEqual(rank(higherFloor(b, a)))
      }),
    )
  })

  it('of three is the same in whatever order they are compared', () => {
    fc.assert(
      fc.property(floor, floor, floor, (a, b, c) => {
        expect(rank(higherFloor(higherFloor(a, b), c))).toEqual(rank(higherFloor(a, higherFloor(b, c))))
      }),
    )
  })

  it('lets nothing in that either of them would keep out as older', () => {
    fc.assert(
      fc.property(floor, floor, candidate, (a, b, verified) => {
        const lower = [a, b].some((each) => comparePositions(verified.manifest, each) < 0)
        if (lower) expect(() => compareWithFloor(verified, higherFloor(a, b))).toThrow(AnvilError)
      }),
    )
  })
})
