import { expect, it, vi } from 'vitest'
import { FullStorage, TestStorage } from '../../test/support/test-storage.js'
import { BrowserStore } from './browser-store.js'
import { SessionStore } from './session.js'

const sessionOf = (name: string, at: number) => ({
  token: `token-${name}`,
  expires_at: '2026-11-22T12:00:00Z',
  user: { id: `00000000-0000-4000-8000-00000000000${at}`, email: `${name}@example.com`, name },
})
const ADA = sessionOf('ada', 1)
const BEN = sessionOf('ben', 2)

/** A tab over a storage; `hear` is what the browser says of a change by another tab. */
function tab(storage: Storage) {
  const page = new EventTarget()
  const hear = (key: string | null) => page.dispatchEvent(Object.assign(new Event('storage'), { key }))
  return { store: new SessionStore(new BrowserStore(() => storage), page), hear }
}

it('is kept by the browser until it ends', () => {
  const storage = new TestStorage()
  tab(storage).store.start(ADA)
  const { store } = tab(storage)
  expect(store.get()).toEqual(ADA)
  store.end()
  expect([store.get(), tab(storage).store.get()]).toEqual([undefined, undefined])
})

it('follows another tab, and no change of something else', () => {
  const storage = new TestStorage()
  const [one, other] = [tab(storage), tab(storage)]
  const seen = vi.fn<() => void>()
  const forget = other.store.subscribe(seen)
  one.store.start(ADA)
  other.hear('anvil.theme')
  expect([other.store.get(), seen.mock.calls.length]).toEqual([undefined, 0])
  other.hear('anvil.session')
  expect([other.store.get(), seen.mock.calls.length]).toEqual([ADA, 1])
  storage.clear()
  other.hear(null)
  expect([other.store.get(), seen.mock.calls.length]).toEqual([undefined, 2])
  forget()
  other.store.start(ADA)
  expect(seen).toHaveBeenCalledTimes(2)
})

it('knows the person who comes back from another', () => {
  const { store } = tab(new TestStorage())
  expect(store.start(ADA)).toBe(false)
  store.end()
  expect(store.start(ADA)).toBe(true)
  expect(store.start(BEN)).toBe(false)
})

it.each(['', '{', '{"token":1}', JSON.stringify({ ...ADA, user: { id: 'x' } })])(
  'is over where %s is stored',
  (text) => {
    const storage = new TestStorage()
    storage.setItem('anvil.session', text)
    expect(tab(storage).store.get()).toBeUndefined()
  },
)

it('is started for this tab alone where the browser has no room, and nobody else’s is left there', () => {
  const storage = new FullStorage()
  Object.assign(storage, { 'anvil.session': JSON.stringify(ADA) })
  const { store } = tab(storage)
  expect(store.start(BEN)).toBe(false)
  expect([store.get(), tab(storage).store.get()]).toEqual([BEN, undefined])
})
