import { expect, it } from 'vitest'
import { FullStorage, TestStorage, TightStorage } from '../../../test/support/test-storage.js'
import { type Aside, AsideCopies } from './aside-copies.js'
import type { Content } from './content.js'

const KEY = { userId: 'ada', promptSetId: 'onboarding', promptId: 'welcome' }
const content = (template: string): Content => ({
  kind: 'text',
  template,
  delimiters: null,
  variables: {},
  metadata: {},
})

it('lists what was set aside until it is dropped, for this person and prompt alone', () => {
  const storage = new TestStorage()
  const asides = new AsideCopies(storage, KEY, new Map())
  const one = asides.add(content('One'))
  asides.add(content('Other'))
  const found = new AsideCopies(storage, KEY, new Map()).list()
  expect(found.map((aside) => aside.content)).toEqual(expect.arrayContaining([content('One'), content('Other')]))
  for (const other of [{ userId: 'ben' }, { promptSetId: 'billing' }, { promptId: 'wel' }]) {
    expect(new AsideCopies(storage, { ...KEY, ...other }, new Map()).list()).toEqual([])
  }
  asides.drop(one)
  expect(asides.list()).toMatchObject([{ content: content('Other'), isKept: true }])
})

it('says where the browser has no room, and passes over what it can’t read', () => {
  expect(new AsideCopies(new FullStorage(), KEY, new Map()).add(content('Mine')).isKept).toBe(false)
  const storage = new TestStorage()
  for (const [at, broken] of ['', '{', '{"content":1,"at":1}'].entries()) {
    storage.setItem(`anvil.aside/ada/onboarding/welcome/${at}`, broken)
  }
  expect(new AsideCopies(storage, KEY, new Map()).list()).toEqual([])
})

it('holds for the page what has no room, and keeps it once there is some', () => {
  const storage = new TightStorage(10)
  const page = new Map<string, Aside>()
  new AsideCopies(storage, KEY, page).add(content('Mine'))
  const later = new AsideCopies(storage, KEY, page)
  expect(later.list()).toMatchObject([{ content: content('Mine'), isKept: false }])
  expect(new AsideCopies(storage, { ...KEY, userId: 'ben' }, page).list()).toEqual([])
  storage.room = 1_000
  expect(later.list()).toMatchObject([{ content: content('Mine'), isKept: true }])
  expect([page.size, storage.length]).toEqual([0, 1])
})

it('holds nothing that was dropped', () => {
  const page = new Map<string, Aside>()
  const asides = new AsideCopies(new FullStorage(), KEY, page)
  asides.drop(asides.add(content('Mine')))
  expect([asides.list(), page.size]).toEqual([[], 0])
})

it('keeps a text in the room that it takes elsewhere until then', () => {
  const storage = new TightStorage(300)
  storage.setItem('elsewhere', 'Mine'.padEnd(250))
  const aside = new AsideCopies(storage, KEY, new Map()).add(content('Mine'), {
    leave: () => storage.removeItem('elsewhere'),
  })
  expect([aside.isKept, storage.length]).toEqual([true, 1])
})
