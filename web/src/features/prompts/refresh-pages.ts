import type { PromptPage } from '@anvil/shared/api'
import type { InfiniteData } from '@tanstack/react-query'

export type PromptPages = InfiniteData<PromptPage>

/** Pages of a list, by their places in it. */
export interface PageRange {
  from: number
  to: number
}

/** On which pages some rows are; the last where there are not so many. */
export function pagesOfRows(pages: readonly PromptPage[], first: number, last: number): PageRange {
  const ends = pages.map(
    (
      (end) => (page: PromptPage) =>
        (end += page.prompts.length)
    )(0),
  )
  const pageOf = (row: number) => {
    const at = ends.findIndex((end) => row < end)
    return at === -1 ? pages.length - 1 : at
  }
  return { from: pageOf(first), to: pageOf(last) }
}

/** Reads some pages of a list again. Those after them stay as they are, or go where they no longer join on. */
export async function refreshPages(
  list: PromptPages,
  { from, to }: PageRange,
  read: (cursor: string | null) => Promise<PromptPage>,
): Promise<PromptPages> {
  const pages = list.pages.slice(0, from)
  const pageParams = list.pageParams.slice(0, from)
  const begin = list.pageParams[from]
  let cursor = typeof begin === 'string' ? begin : null
  for (let at = from; at <= to; at++) {
    const page = await read(cursor)
    pages.push(page)
    pageParams.push(cursor)
    cursor = page.next_cursor
    if (cursor === null) return { pages, pageParams }
  }
  const joinsOn = list.pageParams[to + 1] === cursor
  return {
    pages: joinsOn ? [...pages, ...list.pages.slice(to + 1)] : pages,
    pageParams: joinsOn ? [...pageParams, ...list.pageParams.slice(to + 1)] : pageParams,
  }
}
