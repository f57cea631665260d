import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FullStorage, TestStorage } from '../../../test/support/test-storage.js'
import { TestTabs } from '../../../test/support/test-tab.js'
import { type LocalCopy, LocalCopies } from './local-copy.js'

const KEY = { userId: 'ada', promptSetId: 'onboarding', promptId: 'welcome' }
const copy = (template: string, at: number): LocalCopy => ({
  content: { kind: 'text', template, delimiters: null, variables: {}, metadata: {} },
  etag: '"1"',
  at,
})

/** One browser, whose tabs keep copies of the same prompt. */
function openBrowser(options?: { hasLocks: boolean }) {
  const storage = new TestStorage()
  const tabs = new TestTabs(options)
  const open = (tab = tabs.open(), key = KEY) => {
    const copies = new LocalCopies(storage, key, tab)
    return { copies, tab, found: copies.takeOver() }
  }
  const reload = ({ tab }: ReturnType<typeof open>) => {
    tabs.end(tab)
    return open(tab)
  }
  return { storage, open, reload, end: tabs.end.bind(tabs) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('takes over the newest copy of several tabs, and drops no other', () => {
  const { open } = openBrowser()
  const [one, other] = [open(), open()]
  one.copies.keep(copy('Newer', 2))
  other.copies.keep(copy('Older', 1))
  const next = open()
  expect(next.found).toEqual(copy('Newer', 2))
  next.copies.drop()
  expect(open(next.tab).found).toEqual(copy('Older', 1))
})

it('leaves no copy behind of a tab that was closed', () => {
  const { storage, open, end } = openBrowser()
  const closed = open()
  closed.copies.keep(copy('Before', 1))
  end(closed.tab)
  const next = open()
  next.copies.keep(copy('After', 2))
  expect(storage).toHaveLength(1)
  expect(open().found).toEqual(copy('After', 2))
  next.copies.drop()
})

describe.each([{ hasLocks: true }, { hasLocks: false }])('two tabs of one browser (%o)', (options) => {
  it('never lose what the other keeps', () => {
    const { open, reload } = openBrowser(options)
    const one = open()
    one.copies.keep(copy('Mine', 1))
    const other = open()
    expect(other.found).toEqual(copy('Mine', 1))
    other.copies.keep(copy('Mine, changed', 2))
    other.copies.drop()
    expect(reload(other).found).toBeUndefined()
    const again = reload(one)
    expect(again.found).toEqual(copy('Mine', 1))
    again.copies.drop()
    expect(reload(again).found).toBeUndefined()
    expect(open().found).toBeUndefined()
  })

  it('each find their own after a reload, be it the older one', () => {
    const { open, reload } = openBrowser(options)
    const [one, other] = [open(), open()]
    one.copies.keep(copy('One', 1))
    other.copies.keep(copy('Other', 2))
    expect([reload(one).found, reload(other).found]).toEqual([copy('One', 1), copy('Other', 2)])
  })

  it('are told of what the other wrote since', () => {
    const { open, reload } = openBrowser(options)
    const one = open()
    one.copies.keep(copy('Mine', 1))
    const other = open()
    other.copies.drop()
    one.copies.keep(copy('Mine, and more', 2))
    expect(reload(other).found).toEqual(copy('Mine, and more', 2))
  })
})

it('keeps what a tab left where there is no room to take it over', () => {
  const { storage, open, end } = openBrowser()
  const closed = open()
  closed.copies.keep(copy('Mine', 1))
  end(closed.tab)
  const full = Object.assign(new FullStorage(), storage)
  const next = new LocalCopies(full, KEY, new TestTabs().open())
  expect(next.takeOver()).toEqual(copy('Mine', 1))
  next.drop()
  expect(full).toHaveLength(1)
})

it.each([{ userId: 'ben' }, { promptSetId: 'billing' }, { promptId: 'welcome/2' }, { promptId: 'wel' }])(
  'sees no copy of %o',
  (other) => {
    const storage = new TestStorage()
    new LocalCopies(storage, { ...KEY, ...other }, new TestTabs().open()).keep(copy('Secret', 1))
    const mine = new LocalCopies(storage, KEY, new TestTabs().open())
    const found = mine.takeOver()
    mine.drop()
    expect([found, storage.length]).toEqual([undefined, 1])
  },
)

it.each([
  '',
  '{',
  'null',
  '{"content":{"kind":"text"},"etag":"1","at":1}',
  JSON.stringify({ ...copy('x', 9), at: 'now' }),
])('passes over what is no copy: %s', (broken) => {
  const storage = new TestStorage()
  new LocalCopies(storage, KEY, new TestTabs().open()).keep(copy('Whole', 1))
  storage.setItem('anvil.unsaved/ada/onboarding/welcome/broken', broken)
  expect(new LocalCopies(storage, KEY, new TestTabs().open()).takeOver()).toEqual(copy('Whole', 1))
})

it('says whether the browser kept it', () => {
  expect(new LocalCopies(new TestStorage(), KEY, new TestTabs().open()).keep(copy('Mine', 1))).toBe(true)
  expect(new LocalCopies(new FullStorage(), KEY, new TestTabs().open()).keep(copy('Mine', 1))).toBe(false)
})

describe('what a page left whose lock is not free yet', () => {
  /** A tab that was loaded anew while its page before ends. */
  function reloadSlowly() {
    const storage = new TestStorage()
    const tabs = new TestTabs()
    const before = tabs.open()
    const ending = new LocalCopies(storage, KEY, before)
    ending.keep(copy('Mine', 1))
    const now = { ...tabs.open(), marks: before.marks }
    return { storage, ending, end: () => tabs.end(before), copies: new LocalCopies(storage, KEY, now) }
  }

  it('is erased once it is, where the page was of this tab', () => {
    const { storage, end, copies } = reloadSlowly()
    expect(copies.takeOver()).toEqual(copy('Mine', 1))
    copies.drop()
    expect(storage).toHaveLength(1)
    end()
    vi.advanceTimersByTime(500)
    expect([storage.length, vi.getTimerCount()]).toEqual([0, 0])
  })

  it('stays where that page lives on, and what it writes since stays too', () => {
    const { storage, ending, copies } = reloadSlowly()
    copies.left()[0]?.forget()
    vi.advanceTimersByTime(60_000)
    expect([storage.length, vi.getTimerCount(), copies.left()]).toEqual([1, 0, []])
    ending.keep(copy('Mine, and more', 2))
    expect(copies.left()).toMatchObject([{ copy: copy('Mine, and more', 2) }])
  })

  it('is asked for once where the page was of another tab', () => {
    const storage = new TestStorage()
    const tabs = new TestTabs()
    new LocalCopies(storage, KEY, tabs.open()).keep(copy('Mine', 1))
    new LocalCopies(storage, KEY, tabs.open()).takeOver()
    expect(vi.getTimerCount()).toBe(0)
  })
})
