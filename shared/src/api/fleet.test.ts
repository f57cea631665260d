import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { FleetFilter, FleetQuery, Light, PastDeliveryQuery } from './fleet.js'
import { SyncInput, SyncRequest, SyncState } from './sync-requests.js'

const isFine = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success
const ID = '00000000-0000-4000-8000-000000000001'

describe('what is looked for in a fleet', () => {
  it('may be nothing, and is told by what an instance is, shows and runs', () => {
    expect(FleetFilter.parse({})).toEqual({})
    const all = { q: 'shop', light: 'behind', runs: '1-12', access_token_id: ID } as const
    expect(FleetFilter.parse(all)).toEqual(all)
    expect(Light.options.every((light) => isFine(FleetFilter, { light }))).toBe(true)
  })

  it.each(['nothing', '1-0', '2147483647-9007199254740991'])('takes the place %s', (runs) => {
    expect(isFine(FleetFilter, { runs })).toBe(true)
  })

  it.each(['', '1', '1.12', '-1-2', '1-', '1-x', 'Nothing', '1-12 ', '99999999999-1'])(
    'takes no %j for a place',
    (runs) => {
      expect(isFine(FleetFilter, { runs })).toBe(false)
    },
  )

  it('is nothing that nobody knows', () => {
    expect(isFine(FleetFilter, { host: 'eu' })).toBe(false)
    expect(isFine(FleetFilter, { q: 'x'.repeat(201) })).toBe(false)
    expect(isFine(FleetFilter, { light: 'purple' })).toBe(false)
    expect(isFine(FleetFilter, { access_token_id: 'mine' })).toBe(false)
  })
})

describe('a page of a fleet', () => {
  it('is asked for by numbers as an address has them', () => {
    expect(FleetQuery.parse({ limit: '20', cursor: 'shop:1' })).toEqual({ limit: 20, cursor: 'shop:1' })
    expect([FleetQuery.parse({}).limit, PastDeliveryQuery.parse({}).limit]).toEqual([100, 20])
    expect(PastDeliveryQuery.parse({ before: '0' }).before).toBe(0)
  })

  it.each(['0', '501', '1.5', 'all'])('has no limit of %s', (limit) => {
    expect(isFine(FleetQuery, { limit })).toBe(false)
  })

  it('begins after an instance, and nothing that none can be called', () => {
    expect(['', 'a b', 'x'.repeat(65), '<script>'].filter((cursor) => isFine(FleetQuery, { cursor }))).toEqual([])
    expect(isFine(PastDeliveryQuery, { before: '-1' })).toBe(false)
    expect(isFine(PastDeliveryQuery, { limit: '101' })).toBe(false)
  })
})

describe('asking to sync', () => {
  const ids = (count: number) => ({ select: { ids: Array.from({ length: count }, (_, at) => `shop-${at}`) } })

  it('is for named instances, a thousand at the most, or for what a filter finds', () => {
    expect([ids(1), ids(1_000), { select: { matching: {} } }].every((input) => isFine(SyncInput, input))).toBe(true)
    expect(isFine(SyncInput, { select: { matching: { runs: '1-3', light: 'frozen' } } })).toBe(true)
  })

  it('is not for nobody, for too many, or for both', () => {
    const wrong = [ids(0), ids(1_001), {}, { select: null }, { select: { matching: {}, ids: ['a'] } }]
    expect(wrong.filter((input) => isFine(SyncInput, input))).toEqual([])
  })

  it('is answered by how many are where, each state known', () => {
    const counts = Object.fromEntries(SyncState.options.map((state, at) => [state, at]))
    const about = { id: ID, epoch: 1, sequence: 0, created_at: '2026-11-21T12:00:00Z', asked: 28, not_connected: 0 }
    const request = { ...about, counts, complete: false, answers: [] }
    expect(SyncRequest.parse(request)).toEqual(request)
    expect(isFine(SyncRequest, { ...request, counts: { asleep: 1 } })).toBe(false)
    expect(isFine(SyncRequest, { ...request, asked: -1 })).toBe(false)
  })
})
