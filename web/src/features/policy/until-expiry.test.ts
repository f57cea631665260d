import type { Checks, Waiver } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { untilExpiry } from './until-expiry.js'

const NOON = Date.parse('2026-12-01T12:00:00Z')

/** Findings of which each has a waiver in this state, that ends so many seconds after noon. */
function checks(...waivers: [state: Waiver['state'], seconds: number][]): Pick<Checks, 'findings'> {
  const findings = waivers.map(([state, seconds], at) => {
    const place = { prompt_set_id: 's', prompt_id: 'a', fingerprint: `${at}`, message: '', reason: '' }
    const people = { requested_by: { id: 'a', name: 'Ada' }, given_by: null, ended_by: null }
    const times = { expires_at: new Date(NOON + seconds * 1_000).toISOString(), requested_at: '' }
    const rest = { given_at: null, ended_at: null, own_work: false }
    const waiver = { id: `${at}`, state, rule: 'secrets', ...place, ...people, ...times, ...rest } as const
    const said = { line: 1, message_index: null, message: '', fingerprint: `${at}`, blocks: true }
    return { rule: 'secrets', level: 'block', prompt_id: 'a', ...said, waiver } as const
  })
  return { findings }
}

it('is the time to the next end of a waiver in force, and a little more for a clock that is behind', () => {
  expect(untilExpiry(checks(['given', 60], ['given', 6], ['given', 600]), NOON)).toBe(6_500)
})

it('is never: where none is in force, and before anything was read', () => {
  expect(untilExpiry(checks(['waiting', 6], ['revoked', 6], ['expired', -6]), NOON)).toBe(Number.POSITIVE_INFINITY)
  expect(untilExpiry(checks(), NOON)).toBe(Number.POSITIVE_INFINITY)
  expect(untilExpiry(undefined, NOON)).toBe(Number.POSITIVE_INFINITY)
})

it('asks again soon, and not at once, where FORGE still calls one in force that has ended by this clock', () => {
  expect(untilExpiry(checks(['given', -30]), NOON)).toBe(500)
  expect(untilExpiry(checks(['given', 0]), NOON)).toBe(500)
})
