import type { ReviewComment } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { asRead, candidatesOf, openSuggestions, threadsOf } from './review-desk.js'

const deed = { by: { id: '', name: 'Ada' }, at: '' }
const comment = (id: string, more: Partial<ReviewComment> = {}): ReviewComment => ({
  id,
  thread_id: id,
  event_id: null,
  by: deed.by,
  body: '',
  place: null,
  now: null,
  outdated: false,
  suggestion: null,
  suggestion_sha256: null,
  applied: null,
  resolved: null,
  edited_at: null,
  deleted: false,
  created_at: '',
  ...more,
})

it('puts answers below what they answer', () => {
  const threads = threadsOf([comment('a'), comment('b'), comment('c', { thread_id: 'a' })])
  expect(threads.map((thread) => thread.map(({ id }) => id))).toEqual([['a', 'c'], ['b']])
})

it('offers the suggestions that can be applied as they are', () => {
  const found = openSuggestions([
    comment('none'),
    comment('good', { suggestion: 'x' }),
    comment('outdated', { suggestion: 'x', outdated: true }),
    comment('applied', { suggestion: 'x', applied: deed }),
    comment('settled', { suggestion: 'x', resolved: deed }),
  ])
  expect(found.map(({ id }) => id)).toEqual(['good'])
})

it('names a suggestion by the digest that was shown with it, and a comment without one not at all', () => {
  const suggested = comment('a', { suggestion: 'x', suggestion_sha256: 'digest' })
  expect([suggested, comment('b')].flatMap(asRead)).toEqual([{ comment_id: 'a', sha256: 'digest' }])
})

it('offers to ask those who may review, and keeps who is asked though they may approve no more', () => {
  const person = (name: string) => ({ id: name.toLowerCase(), name })
  const may = [person('Ben'), person('Cy')]
  expect(candidatesOf(may, [person('Dan'), person('Ben')]).map(({ name }) => name)).toEqual(['Ben', 'Cy', 'Dan'])
  expect(candidatesOf(may, [])).toEqual(may)
})
