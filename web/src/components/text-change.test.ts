import { assert, constantFrom, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { textChange } from './text-change.js'

const apply = (text: string, { from, to, insert }: ReturnType<typeof textChange>): string =>
  text.slice(0, from) + insert + text.slice(to)

it.each([
  ['Hello Ana.', 'Hello Ana and Ben.', { from: 9, to: 9, insert: ' and Ben' }],
  ['Hello Ana.', 'Hello.', { from: 5, to: 9, insert: '' }],
  ['aa', 'aaa', { from: 2, to: 2, insert: 'a' }],
  ['same', 'same', { from: 4, to: 4, insert: '' }],
  ['', 'new', { from: 0, to: 0, insert: 'new' }],
])('from %j to %j it touches only what differs', (before, after, change) => {
  expect(textChange(before, after)).toEqual(change)
})

it('makes any text of any other', () => {
  const text = string({ unit: constantFrom('a', 'b', '👋', '\n') })
  assert(property(text, text, (before, after) => apply(before, textChange(before, after)) === after))
})
