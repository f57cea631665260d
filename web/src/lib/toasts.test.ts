import { expect, it, vi } from 'vitest'
import { ToastStore } from './toasts.js'

const textsOf = (store: ToastStore) => store.get().map(({ text }) => text)

it('tells the newest few, in the order in which they came', () => {
  const store = new ToastStore()
  for (const text of ['one', 'two', 'three', 'four']) store.say(text)
  expect(textsOf(store)).toEqual(['two', 'three', 'four'])
})

it('tells the same once, as the newest, and anew', () => {
  const store = new ToastStore()
  store.say('saved')
  const [first] = store.get()
  store.say('locked')
  store.say('saved')
  expect(textsOf(store)).toEqual(['locked', 'saved'])
  expect(store.get()[1]?.id).not.toBe(first?.id)
})

it('forgets what is closed, and all of it at once', () => {
  const store = new ToastStore()
  store.say('one')
  store.say('two')
  store.close(store.get()[0]?.id ?? 0)
  expect(textsOf(store)).toEqual(['two'])
  store.clear()
  expect(store.get()).toEqual([])
})

it('lets listeners know of each change until they have enough', () => {
  const store = new ToastStore()
  const seen = vi.fn<() => void>()
  const forget = store.subscribe(seen)
  store.say('one')
  store.close(store.get()[0]?.id ?? 0)
  expect(seen).toHaveBeenCalledTimes(2)
  forget()
  store.say('two')
  expect(seen).toHaveBeenCalledTimes(2)
})
