import { describe, expect, it } from 'vitest'
import { withBefore } from './with-before.js'

describe('the details of a change', () => {
  it('have what is set, with what it was', () => {
    expect(withBefore({ name: 'Old', note: 'kept' }, { name: 'New' })).toEqual({
      name: 'New',
      before: { name: 'Old' },
    })
  })

  it('leave out what is not set, and keep what is set to nothing', () => {
    const change = { name: undefined, note: null, count: 0, open: false, words: '' }
    expect(withBefore({ name: 'Old', note: 'x', count: 3, open: true, words: 'y' }, change)).toEqual({
      note: null,
      count: 0,
      open: false,
      words: '',
      before: { note: 'x', count: 3, open: true, words: 'y' },
    })
  })

  it('say null of what was not there before, also of names that objects know by themselves', () => {
    expect(withBefore({ there: undefined }, { there: 1, constructor: 'x', toString: 'y' })).toEqual({
      there: 1,
      constructor: 'x',
      toString: 'y',
      before: { there: null, constructor: null, toString: null },
    })
  })

  it('are empty where nothing is set', () => {
    expect(withBefore({ name: 'Old' }, {})).toEqual({ before: {} })
  })

  it('take nothing of what was there along with it', () => {
    const before = { secret: 'hunter2', name: 'Old' }
    expect(JSON.stringify(withBefore(before, { name: 'New' }))).not.toContain('hunter2')
    expect(before).toEqual({ secret: 'hunter2', name: 'Old' })
  })
})
