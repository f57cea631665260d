import { BundledPrompt } from '@anvil/shared'
import { expect, it } from 'vitest'
import { changesFrom } from './caller-changes.js'

const content = (prompts: Record<string, Record<string, object>>) => ({
  includes: {},
  snapshot: Object.fromEntries(
    Object.entries(prompts).map(([id, variables]) => [
      id,
      BundledPrompt.parse({ kind: 'text', template: id, delimiters: null, variables, metadata: {} }),
    ]),
  ),
})
const required = { type: 'string', required: true, default: null, description: '' }
const optional = { ...required, required: false, default: 'x' }

it.each([
  ['it is there no more', { name: required }, {}, ['name removed']],
  ['an optional one is there no more', { name: optional }, {}, ['name removed']],
  ['it is new and required', {}, { name: required }, ['name required']],
  ['it was optional and is required', { name: optional }, { name: required }, ['name required']],
  ['it is new and optional', {}, { name: optional }, []],
  ['it was required and is optional', { name: required }, { name: optional }, []],
  ['it is described otherwise', { name: required }, { name: { ...required, description: 'Who' } }, []],
  ['another type is asked for', { name: required }, { name: { ...required, type: 'number' } }, []],
  ['it is called otherwise', { name: required }, { who: required }, ['name removed', 'who required']],
  ['all is as before', { name: required, city: optional }, { name: required, city: optional }, []],
])('Callers notice a variable where %s, if they must', (_when, before, after, noticed) => {
  const changes = changesFrom(content({ a: before }), content({ a: after }))
  expect(changes.map(({ variable, change }) => `${variable} ${change}`).toSorted()).toEqual(noticed)
  expect(changes.every(({ prompt_id }) => prompt_id === 'a')).toBe(true)
})

it('Callers of other prompts notice nothing, and prompts that come or go are told elsewhere', () => {
  const before = content({ a: { name: required }, b: { name: required }, gone: { name: required } })
  const after = content({ a: {}, b: { name: required }, fresh: { name: required } })
  expect(changesFrom(before, after)).toEqual([{ prompt_id: 'a', variable: 'name', change: 'removed' }])
})
