import { expect, it } from 'vitest'
import { TestStorage } from '../../../test/support/test-storage.js'
import { TestTabs } from '../../../test/support/test-tab.js'
import { AsideCopies } from './aside-copies.js'
import type { Content } from './content.js'
import { leftTexts } from './left-texts.js'
import { LocalCopies } from './local-copy.js'

const KEY = { userId: 'ada', promptSetId: 'onboarding', promptId: 'welcome' }
const content = (template: string): Content => ({
  kind: 'text',
  template,
  delimiters: null,
  variables: {},
  metadata: {},
})

/** A browser in which closed tabs left texts, and one that is open. */
function browser() {
  const storage = new TestStorage()
  const tabs = new TestTabs()
  const write = (template: string, at: number) => {
    const tab = tabs.open()
    new LocalCopies(storage, KEY, tab).keep({ content: content(template), etag: '"1"', at })
    return tab
  }
  const leave = (template: string, at: number) => tabs.end(write(template, at))
  const asides = new AsideCopies(storage, KEY, new Map())
  const find = () => leftTexts({ copies: new LocalCopies(storage, KEY, tabs.open()), asides }, undefined)
  return { storage, tabs, write, leave, asides, find }
}

it('finds what was not saved, the newest first, and what was set aside, each text once', () => {
  const { leave, asides, find } = browser()
  leave('Older', 1)
  leave('Newer', 2)
  leave('Older', 3)
  asides.add(content('Aside'))
  asides.add(content('Newer'))
  asides.add(content('Theirs'), { writer: 'Ben' })
  const says = find().map((left) => (left.content.kind === 'text' ? left.content.template : ''))
  expect(says).toEqual(['Older', 'Newer', 'Aside'])
})

it('forgets a text wherever it is kept', () => {
  const { storage, leave, asides, find } = browser()
  leave('Mine', 1)
  leave('Mine', 2)
  asides.add(content('Mine'))
  leave('Other', 1)
  find()[0]?.forget()
  expect(storage).toHaveLength(1)
  find()[0]?.forget()
  expect(find()).toEqual([])
})

it('erases nothing that another tab still writes', () => {
  const { storage, tabs, write, find } = browser()
  const living = write('Mine', 1)
  const [text] = find()
  expect(text?.content).toEqual(content('Mine'))
  text?.forget()
  expect(storage).toHaveLength(1)
  tabs.end(living)
  expect(new LocalCopies(storage, KEY, living).takeOver()?.content).toEqual(content('Mine'))
})
