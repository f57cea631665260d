import { expect, it } from 'vitest'
import { FullStorage, TestStorage } from '../../../test/support/test-storage.js'
import { BrowserStore } from '../../lib/browser-store.js'
import { PolicyCopies, type PolicyCopy } from './policy-copies.js'

const ada = { userId: 'ada', projectId: 'p1' }
const copy: PolicyCopy = { written: { yaml: 'format: 1 # mine', seen: 2, began: 'format: 1' }, aside: 'earlier' }
const nothing: PolicyCopy = { written: null, aside: null }

it('keeps what somebody writes for them and this project alone, over a new page', () => {
  const storage = new TestStorage()
  const open = () => new PolicyCopies(new BrowserStore(() => storage))
  open().keep(ada, copy)
  const later = open()
  expect(later.read(ada)).toEqual(copy)
  expect(later.read({ ...ada, userId: 'ben' })).toEqual(nothing)
  expect(later.read({ ...ada, projectId: 'p2' })).toEqual(nothing)
  expect(later.wouldLose()).toBe(false)
})

it('leaves nothing behind once nothing is written and nothing set aside', () => {
  const storage = new TestStorage()
  const copies = new PolicyCopies(new BrowserStore(() => storage))
  copies.keep(ada, copy)
  copies.keep(ada, { written: null, aside: 'earlier' })
  expect(copies.read(ada)).toEqual({ written: null, aside: 'earlier' })
  copies.keep(ada, nothing)
  expect([copies.read(ada), Object.keys(storage)]).toEqual([nothing, []])
})

it('holds what the browser has no room for as long as the page is open, and says that it would be lost', () => {
  const copies = new PolicyCopies(new BrowserStore(() => new FullStorage()))
  copies.keep(ada, copy)
  expect([copies.read(ada), copies.wouldLose()]).toEqual([copy, true])
  copies.keep(ada, nothing)
  expect([copies.read(ada), copies.wouldLose()]).toEqual([nothing, false])
})

it.each(['', '{', '[]', '{"written":7,"aside":null}'])('takes nothing from %j', (kept) => {
  const storage = new TestStorage()
  storage.setItem('anvil.unsaved-policy/ada/p1', kept)
  expect(new PolicyCopies(new BrowserStore(() => storage)).read(ada)).toEqual(nothing)
})
