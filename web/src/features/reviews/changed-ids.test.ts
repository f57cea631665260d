import type { Draft } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { changedIds } from './changed-ids.js'

const text = (template: string) => ({ kind: 'text', template, delimiters: null, variables: {}, metadata: {} }) as const
const reading = (texts: Record<string, string>, removed: string[] = []) => ({
  snapshot: Object.fromEntries(
    Object.entries(texts).map(([id, template]): [string, Draft['snapshot'][string]] => [id, text(template)]),
  ),
  diff: { removed },
})

it('names what was changed, added and removed, in order', () => {
  const before = reading({ same: 'a', changed: 'a', gone: 'a' }, ['old'])
  const after = reading({ same: 'a', changed: 'b', added: 'a' }, ['old', 'left'])
  expect(changedIds(before, after)).toEqual(['added', 'changed', 'gone', 'left'])
  expect(changedIds(before, before)).toEqual([])
})
