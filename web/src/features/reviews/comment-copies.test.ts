import { expect, it } from 'vitest'
import { FullStorage, TestStorage } from '../../../test/support/test-storage.js'
import { BrowserStore } from '../../lib/browser-store.js'
import { CommentCopies, type CommentCopy } from './comment-copies.js'

const ada = { userId: 'ada', about: 'set/lines/a.b' }
const copy: CommentCopy = {
  body: 'Why so?',
  suggestion: null,
  isSuggesting: true,
  about: { range: { side: 'draft', anchor: 3, head: 2 }, quote: 'two\nthree' },
}
const inStorage = (storage: Storage) => new CommentCopies(new BrowserStore(() => storage))

it('keeps what somebody writes for them and for what it is about alone, over a new page', () => {
  const storage = new TestStorage()
  inStorage(storage).keep(ada, copy)
  const later = inStorage(storage)
  expect(later.read(ada)).toEqual(copy)
  expect(later.read({ ...ada, userId: 'ben' })).toBeUndefined()
  expect(later.read({ ...ada, about: 'set/whole' })).toBeUndefined()
  expect(later.wouldLose()).toBe(false)
})

it('leaves nothing behind once it is sent, and tells of each change', () => {
  const storage = new TestStorage()
  const copies = inStorage(storage)
  const told: unknown[] = []
  const stop = copies.subscribe(() => told.push(copies.read(ada)))
  copies.keep(ada, copy)
  copies.keep(ada, undefined)
  stop()
  copies.keep(ada, copy)
  copies.keep(ada, undefined)
  expect(told).toEqual([copy, undefined])
  expect([copies.read(ada), Object.keys(storage)]).toEqual([undefined, []])
})

it('goes on with what this page shows, whatever another one writes or sends', () => {
  const storage = new TestStorage()
  const here = inStorage(storage)
  const there = inStorage(storage)
  here.keep(ada, copy)
  there.keep(ada, { ...copy, body: 'Something else' })
  expect(here.read(ada)).toEqual(copy)
  there.keep(ada, undefined)
  expect(here.read(ada)).toEqual(copy)
})

it('holds what the browser has no room for as long as the page is open, and says that it would be lost', () => {
  const copies = inStorage(new FullStorage())
  copies.keep(ada, copy)
  expect([copies.read(ada), copies.wouldLose()]).toEqual([copy, true])
  copies.keep(ada, undefined)
  expect([copies.read(ada), copies.wouldLose()]).toEqual([undefined, false])
})

it('keeps apart what is written at several places, also what is about no lines', () => {
  const storage = new TestStorage()
  const copies = inStorage(storage)
  const whole = { userId: 'ada', about: 'set/whole' }
  const plain: CommentCopy = { body: 'Well done', suggestion: null, isSuggesting: false, about: null }
  copies.keep(ada, copy)
  copies.keep(whole, plain)
  copies.keep(ada, undefined)
  expect([copies.read(ada), copies.read(whole)]).toEqual([undefined, plain])
  expect(inStorage(storage).read(whole)).toEqual(plain)
})

it.each(['', '{', '[]', '{"body":7}', JSON.stringify({ ...copy, about: { range: { side: 'left' }, quote: '' } })])(
  'takes nothing from %j',
  (kept) => {
    const storage = new TestStorage()
    storage.setItem('anvil.unsent-comment/ada/set/lines/a.b', kept)
    expect(inStorage(storage).read(ada)).toBeUndefined()
  },
)
