import { expect, it } from 'vitest'
import { FullStorage, TestStorage } from '../../test/support/test-storage.js'
import { LocalCopies } from '../features/prompts/local-copy.js'
import { BrowserStore, openStorage } from './browser-store.js'

const refuse = (): never => {
  throw new DOMException('Access is denied for this document.', 'SecurityError')
}
const forbidden = new BrowserStore(refuse)

it('keeps, reads and forgets', () => {
  const storage = new TestStorage()
  const store = new BrowserStore(() => storage)
  expect([store.read('a'), store.keep('a', 'text'), store.read('a')]).toEqual([null, true, 'text'])
  store.forget('a')
  expect(store.read('a')).toBeNull()
})

it('goes on where the storage is full, and leaves nothing old under the name', () => {
  const storage = new FullStorage()
  Object.assign(storage, { a: 'old', b: 'other' })
  const store = new BrowserStore(() => storage)
  expect([store.keep('a', 'new'), store.read('a'), store.read('b')]).toEqual([false, null, 'other'])
})

it('goes on where the browser lets no page keep anything', () => {
  expect([forbidden.read('a'), forbidden.keep('a', 'text')]).toEqual([null, false])
  forbidden.forget('a')
})

it('gives a storage without room where there is none, in which nothing is found and nothing kept', () => {
  const storage = new TestStorage()
  expect(openStorage(() => storage)).toBe(storage)
  const copies = new LocalCopies(
    openStorage(refuse),
    { userId: 'u', promptSetId: 's', promptId: 'p' },
    { marks: openStorage(refuse), locks: undefined },
  )
  expect(copies.takeOver()).toBeUndefined()
  const copy = {
    content: { kind: 'text' as const, template: 'Hello', delimiters: null, variables: {}, metadata: {} },
    etag: '"1"',
    at: 1,
  }
  expect(copies.keep(copy)).toBe(false)
  copies.drop()
})
