import { expect, it } from 'vitest'
import { FullStorage, TestStorage } from '../../../test/support/test-storage.js'
import { AsideCopies } from './aside-copies.js'
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
  const asides = new AsideCopies(storage, KEY)
  const one = asides.add(content('One'))
  asides.add(content('Other'))
  const found = new AsideCopies(storage, KEY).list()
  expect(found.map((aside) => aside.content)).toEqual(expect.arrayContaining([content('One'), content('Other')]))
  for (const other of [{ userId: 'ben' }, { promptSetId: 'billing' }, { promptId: 'wel' }]) {
    expect(new AsideCopies(storage, { ...KEY, ...other }).list()).toEqual([])
  }
  asides.drop(one)
  expect(asides.list()).toMatchObject([{ content: content('Other'), isKept: true }])
})

it('says where the browser has no room, and passes over what it can’t read', () => {
  expect(new AsideCopies(new FullStorage(), KEY).add(content('Mine')).isKept).toBe(false)
  const storage = new TestStorage()
  for (const [at, broken] of ['', '{', '{"content":1,"at":1}'].entries()) {
    storage.setItem(`anvil.aside/ada/onboarding/welcome/${at}`, broken)
  }
  expect(new AsideCopies(storage, KEY).list()).toEqual([])
})
