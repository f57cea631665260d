import { describe, expect, it } from 'vitest'
import { giveIds } from './give-ids.js'
import type { ImportItem } from './import-item.js'

let line = 1
const item = (change: Partial<ImportItem>): ImportItem => ({
  source: `line ${(line += 1)}`,
  notes: [],
  said: { text: 'x' },
  ...change,
})
const idsOf = (items: readonly ImportItem[], prefix?: string) => giveIds(items, prefix).map(({ storedId }) => storedId)
const refusals = (items: readonly ImportItem[], prefix?: string) =>
  giveIds(items, prefix).map(({ said }) => ('refused' in said ? said.refused : 'taken'))

describe('the ids of an import', () => {
  it('are those that items came with, under the prefix where there is one', () => {
    const items = [item({ id: 'a' }), item({ id: 'b.c' })]
    expect(idsOf(items)).toEqual(['a', 'b.c'])
    expect(idsOf(items, 'shop.eu')).toEqual(['shop.eu.a', 'shop.eu.b.c'])
  })

  it('are made of titles, and of what a reader proposes before that', () => {
    expect(idsOf([item({ title: 'Éclair Chef' }), item({ title: 'Readme', proposed: 'docs.readme' })])).toEqual([
      'eclair-chef',
      'docs.readme',
    ])
    expect(idsOf([item({ title: 'Chef' })], 'shop')).toEqual(['shop.chef'])
  })

  it('are numbered where titles come again, and the note names the first', () => {
    const named = giveIds(
      [item({ source: 'line 2', title: 'Chef' }), item({ title: 'chef!' }), item({ title: 'CHEF' })],
      undefined,
    )
    expect(named.map(({ storedId }) => storedId)).toEqual(['chef', 'chef-2', 'chef-3'])
    expect(named.map(({ notes }) => notes)).toEqual([
      [],
      ['The id chef is that of line 2, so this is chef-2.'],
      ['The id chef is that of line 2, so this is chef-3.'],
    ])
  })

  it('leave alone what another item came with, wherever it stands', () => {
    expect(
      idsOf([item({ title: 'Chef' }), item({ title: 'Chef' }), item({ id: 'chef' }), item({ id: 'chef-2' })]),
    ).toEqual(['chef-3', 'chef-4', 'chef', 'chef-2'])
  })

  it('are not taken twice by a title whose own number is another title', () => {
    expect(idsOf([item({ title: 'A' }), item({ title: 'A' }), item({ title: 'A 2' }), item({ title: 'A' })])).toEqual([
      'a',
      'a-2',
      'a-2-2',
      'a-3',
    ])
  })

  it('of titles in many scripts are all different, and the same next time', () => {
    const titles = [
      '翻訳者',
      '通訳者',
      'Переводчик',
      'Перевозчик',
      'مترجم',
      'מתרגם',
      'अनुवादक',
      '번역가',
      'นักแปล',
      'Μεταφραστής',
      '🧑‍🍳',
      '🧑‍🔧',
    ]
    const ids = idsOf(titles.map((title) => item({ title })))
    expect(new Set(ids).size).toBe(titles.length)
    expect(ids.every((id) => /^prompt-[0-9a-f]{8}$/.test(id ?? ''))).toBe(true)
    expect(idsOf(titles.toReversed().map((title) => item({ title })))).toEqual(ids.toReversed())
  })

  it('of the same title in another script are numbered like others', () => {
    const [first, second] = idsOf([item({ title: '翻訳者' }), item({ title: '翻訳者' })])
    expect(second).toBe(`${first}-2`)
  })

  it('that came twice are refused the second time, with where the first one stands', () => {
    const items = [item({ source: 'line 2', id: 'a' }), item({ id: 'a' })]
    expect(refusals(items)).toEqual(['taken', 'The id a is that of line 2 already. Give each prompt an id of its own.'])
  })

  it.each(['a b', '.a', 'a..b', '__proto__', 'constructor', 'é', 'x'.repeat(2_000)])('can not be %j', (id) => {
    const [named] = giveIds([item({ id })], undefined)
    expect(named?.storedId).toBeNull()
    expect(named?.said).toEqual({ refused: expect.stringContaining(`${JSON.stringify(id)} can't be an id. `) })
  })

  it('can not be made where there is neither an id nor a title', () => {
    expect(giveIds([item({})], 'shop')).toEqual([
      expect.objectContaining({ storedId: null, said: { refused: 'It has neither an id nor a title.' } }),
    ])
  })

  it('can not be made under a prefix that is none', () => {
    expect(refusals([item({ title: 'Chef' })], 'no prefix')).toEqual([
      expect.stringContaining("no prefix.chef can't be an id."),
    ])
  })

  it('of refused items stay reserved, and their reason stays the first', () => {
    const named = giveIds(
      [item({ source: 'line 2', id: 'a', said: { refused: 'no text' } }), item({ id: 'a' })],
      undefined,
    )
    expect(named.map(({ said }) => said)).toEqual([
      { refused: 'no text' },
      { refused: expect.stringContaining('The id a is that of line 2 already') },
    ])
  })

  it('of ten thousand equal titles are made in a moment', () => {
    const ids = idsOf(Array.from({ length: 10_000 }, () => item({ title: 'Chef' })))
    expect([ids[0], ids.at(-1), new Set(ids).size]).toEqual(['chef', 'chef-10000', 10_000])
  })
})
