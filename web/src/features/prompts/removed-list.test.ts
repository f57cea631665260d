import type { AnvilExport } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { type Removed, sayWhich, withoutRemoved, withRemoved } from './removed-list.js'

const content: AnvilExport = {
  format: 'anvil.export',
  version: 1,
  prompt_set: { name: 'Greetings', slug: 'greetings', description: '' },
  prompts: [],
}

it('keeps every removal, the newest first, and forgets each on its own', () => {
  const none: readonly Removed[] = []
  const three = ['first', 'second', 'third'].reduce((kept, key) => withRemoved(kept, key, content), none)
  const keysOf = (kept: readonly Removed[]) => kept.map(({ key }) => key)
  expect(keysOf(three)).toEqual(['third', 'second', 'first'])
  expect(keysOf(withoutRemoved(three, 'second'))).toEqual(['third', 'first'])
  expect(keysOf(withoutRemoved(three, 'another'))).toEqual(['third', 'second', 'first'])
})

it('names the first prompts of a removal, and counts the rest', () => {
  expect(sayWhich(['a'])).toBe('a')
  expect(sayWhich(['a', 'b', 'c'])).toBe('a, b, c')
  expect(sayWhich(Array.from({ length: 1_203 }, (_, at) => `p${at}`))).toBe('p0, p1, p2 and 1,200 more')
})
