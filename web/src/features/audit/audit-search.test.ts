import { describe, expect, it } from 'vitest'
import { AuditSearch } from './audit-search.js'

const PERSON = '3f0d1a52-6c9e-4a53-9d1b-6a3f1a1d2c3b'

describe('the address of a trail', () => {
  it('is read as it was written', () => {
    const search = {
      area: 'reviews',
      person: PERSON,
      action: 'approval.given',
      from: '2026-11-20T23:00:00.000Z',
      to: '2026-11-21T22:59:59.999Z',
    }
    expect(AuditSearch.parse(search)).toEqual(search)
    expect(AuditSearch.parse({})).toEqual({})
  })

  it.each<[string, object]>([
    ['an area that there is not', { area: 'moon' }],
    ['a person by name', { person: 'Ada' }],
    ['no action', { action: '' }],
    ['an action that is too long', { action: 'a'.repeat(101) }],
    ['a day that is no moment', { from: '2026-11-20' }],
    ['a word for a moment', { to: 'today' }],
    ['lists', { area: ['reviews'], person: [PERSON], action: ['a'], from: [], to: {} }],
    ['something else', { page: 7, __proto__: null }],
  ])('leaves out %s, and keeps the rest', (_, wrong) => {
    const { area, person, action, from, to } = AuditSearch.parse(wrong)
    expect([area, person, action, from, to]).toEqual([undefined, undefined, undefined, undefined, undefined])
    const [key = ''] = Object.keys(wrong)
    const good = key === 'action' ? { area: 'reviews' } : { action: 'approval.given' }
    expect(AuditSearch.parse({ ...wrong, ...good })).toMatchObject(good)
  })
})
