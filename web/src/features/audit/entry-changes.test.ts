import { describe, expect, it } from 'vitest'
import { splitDetails } from './entry-changes.js'

const changesOf = (details: Record<string, unknown>) => splitDetails({ details }).changes

describe('what an entry says was changed', () => {
  it('is told apart from the rest', () => {
    const details = { status: 'REVIEW', before: { status: 'DRAFT' }, note: 'please' }
    expect(splitDetails({ details })).toEqual({
      changes: [{ name: 'status', from: 'DRAFT', to: 'REVIEW' }],
      rest: { note: 'please' },
    })
  })

  it.each<[string, { before: unknown; after: unknown }, { from?: string; to?: string }]>([
    ['numbers', { before: 1, after: 2 }, { from: '1', to: '2' }],
    ['switches', { before: true, after: false }, { from: 'yes', to: 'no' }],
    ['lists', { before: ['viewer'], after: ['viewer', 'editor'] }, { from: 'viewer', to: 'viewer, editor' }],
    ['an empty list', { before: [], after: ['editor'] }, { from: 'none', to: 'editor' }],
    ['what was not there', { before: null, after: 'here' }, { to: 'here' }],
    ['an empty text', { before: 'Shop', after: '' }, { from: 'Shop' }],
    ['lists with gaps', { before: [null, 'x'], after: 'y' }, { from: '–, x', to: 'y' }],
    ['other shapes', { before: { a: 1 }, after: 'none' }, { from: '{"a":1}', to: 'none' }],
  ])('is said of %s', (_, { before, after }, said) => {
    expect(changesOf({ required_approvals: after, before: { required_approvals: before } })).toEqual([
      { name: 'required approvals', ...said },
    ])
  })

  it('goes into groups, part by part', () => {
    const before = { levels: { secrets: 'block', length: 'warn', old: 'warn' } }
    const levels = { secrets: 'warn', length: 'warn', links: 'block' }
    expect(changesOf({ number: 2, levels, before })).toEqual([
      { name: 'levels secrets', from: 'block', to: 'warn' },
      { name: 'levels old', from: 'warn', to: undefined },
      { name: 'levels links', from: undefined, to: 'block' },
    ])
  })

  it('says that a thing is gone which the entry does not name any more', () => {
    expect(changesOf({ revision: 3, before: { sha256: 'aa' } })).toEqual([
      { name: 'sha256', from: 'aa', to: undefined },
    ])
  })

  it('is nothing where nothing differs, or no value from before is known', () => {
    expect(changesOf({ name: 'x', before: { name: 'x' } })).toEqual([])
    for (const before of [undefined, null, 'x', ['x']]) {
      const details = { name: 'x', ...(before !== undefined && { before }) }
      expect(splitDetails({ details })).toEqual({ changes: [], rest: details })
    }
  })
})
