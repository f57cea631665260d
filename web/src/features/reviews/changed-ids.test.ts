import type { Draft } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { changedIds } from './changed-ids.js'

const text = (template: string) => ({ kind: 'text', template, delimiters: null, variables: {}, metadata: {} }) as const
const reading = (texts: Record<string, string>): Pick<Draft, 'snapshot'> => ({
  snapshot: Object.fromEntries(Object.entries(texts).map(([id, template]) => [id, text(template)])),
})

it('names what was changed, added and removed, in order', () => {
  const before = reading({ same: 'a', changed: 'a', gone: 'a' })
  expect(changedIds(before, reading({ same: 'a', changed: 'b', added: 'a' }))).toEqual(['added', 'changed', 'gone'])
  expect(changedIds(before, before)).toEqual([])
})
