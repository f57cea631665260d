import type { Prompt, PromptPage } from '@anvil/shared/api'
import { expect, it, vi } from 'vitest'
import { type PromptPages, pagesOfRows, refreshPages } from './refresh-pages.js'

const SIZE = 2

const prompt = (id: string): Prompt => ({
  id,
  prompt_set_id: '00000000-0000-4000-8000-000000000001',
  kind: 'text',
  template: id,
  delimiters: null,
  variables: {},
  metadata: {},
  revision: 1,
  etag: '"1"',
  problems: [],
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
  updated_by: null,
})

/** FORGE's pages of some prompts: a cursor is the id of the last prompt of the page before. */
const reader = (ids: string) =>
  vi.fn<(cursor: string | null) => Promise<PromptPage>>(async (cursor) => {
    const after = ids.split('').filter((id) => cursor === null || id > cursor)
    const prompts = after.slice(0, SIZE).map(prompt)
    const next_cursor = after.length > SIZE ? (prompts.at(-1)?.id ?? null) : null
    return { prompts, count: ids.length, revision: 1, next_cursor }
  })

async function listOf(ids: string): Promise<PromptPages> {
  const list: PromptPages = { pages: [], pageParams: [] }
  const read = reader(ids)
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
    const page: PromptPage = await read(cursor)
    list.pages.push(page)
    list.pageParams.push(cursor)
    cursor = page.next_cursor
  }
  return list
}
const idsOf = ({ pages }: PromptPages) => pages.map(({ prompts }) => prompts.map(({ id }) => id).join('')).join('|')

it('finds the pages of rows', async () => {
  const { pages } = await listOf('abcdefg')
  expect(pagesOfRows(pages, 0, 1)).toEqual({ from: 0, to: 0 })
  expect(pagesOfRows(pages, 1, 4)).toEqual({ from: 0, to: 2 })
  expect(pagesOfRows(pages, 6, 99)).toEqual({ from: 3, to: 3 })
})

it('reads the pages that are wanted and no other', async () => {
  const read = reader('abcdefgh')
  const list = await refreshPages(await listOf('abcdefgh'), { from: 1, to: 2 }, read)
  expect(read.mock.calls).toEqual([['b'], ['d']])
  expect(idsOf(list)).toBe('ab|cd|ef|gh')
})

it('drops the pages after them where they no longer join on, so that no prompt is missing or there twice', async () => {
  const list = await listOf('acegikmo')
  const more = await refreshPages(list, { from: 1, to: 1 }, reader('acefgikmo'))
  expect([idsOf(more), more.pageParams, more.pages.at(-1)?.next_cursor]).toEqual(['ac|ef', [null, 'c'], 'f'])
  const less = await refreshPages(list, { from: 1, to: 2 }, reader('acegi'))
  expect([idsOf(less), less.pages.at(-1)?.next_cursor]).toEqual(['ac|eg|i', null])
  expect(idsOf(await refreshPages(list, { from: 0, to: 0 }, reader('')))).toBe('')
})
