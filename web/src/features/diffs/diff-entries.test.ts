import type { Diff } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { diffEntries } from './diff-entries.js'

const NONE: Diff = { breaking: [], bump: 'none', removed: [], added: [], changed: [], includes: [] }
const HELLO = { kind: 'text', template: 'Hello', delimiters: null, variables: {}, metadata: {} } as const

it('puts first what breaks callers', () => {
  const breaking = [{ id: 'b', reason: 'kind_changed', message: 'b is a chat now' }] as const
  const change = { fields: [], variables: [], from: HELLO, to: HELLO }
  const diff: Diff = {
    ...NONE,
    breaking: [...breaking],
    removed: ['z'],
    changed: [
      { ...change, id: 'a' },
      { ...change, id: 'b' },
    ],
  }
  const { entries, removed } = diffEntries(diff)
  expect(entries.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(removed).toEqual(['z'])
})

it('has the text of what is new where it is known, whatever it is called', () => {
  const { entries, added } = diffEntries({ ...NONE, added: ['hello', 'toString'] }, { hello: HELLO })
  expect(entries).toEqual([{ id: 'hello', breaking: [], text: HELLO }])
  expect(added).toEqual(['toString'])
})
