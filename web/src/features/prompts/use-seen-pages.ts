import type { PromptFilter } from '@anvil/shared/api'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { queryClient } from '../../lib/query-client.js'
import type { PromptSetKey } from '../reviews/api.js'
import { FEW_PAGES, promptsQuery, readPromptPage } from './api.js'
import { type PageRange, pagesOfRows, type PromptPages, refreshPages } from './refresh-pages.js'

const AGAIN_MS = 5_000

/** Where a list of prompts is looked at. */
export interface Seen {
  first: number
  last: number
}

interface SeenPages {
  set: PromptSetKey
  filter: PromptFilter
  /** Whether something says that the list may be another by now. */
  isStale: boolean
  isFetching: boolean
  seen: Seen
}

/** Keeps what is in sight of a long list as FORGE has it; what was loaded before is read again only where it is looked at. */
export function useSeenPages({ set, filter, isStale, isFetching, seen: { first, last } }: SeenPages): void {
  const { queryKey } = promptsQuery(set, filter)
  const list = queryClient.getQueryData(queryKey)
  const old = useRef<Set<unknown>>(undefined)
  const [isReading, setReading] = useState(false)
  const readAgain = useEffectEvent(async (known: PromptPages, range: PageRange) => {
    setReading(true)
    try {
      const refreshed = await refreshPages(known, range, (cursor) => readPromptPage(set, filter, cursor))
      if (queryClient.getQueryData(queryKey) === known) {
        for (const cursor of cursorsOf(known, range)) old.current?.delete(cursor)
        queryClient.setQueryData(queryKey, refreshed)
      }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
    setReading(false)
  })
  useEffect(() => {
    if (!list) return
    const isShort = list.pages.length <= FEW_PAGES
    if (isShort || isStale || !old.current) old.current = new Set(isShort ? [] : list.pageParams)
    if (isShort || isFetching || isReading) return
    const range = pagesOfRows(list.pages, first, last)
    if (cursorsOf(list, range).some((cursor) => old.current?.has(cursor))) void readAgain(list, range)
  }, [list, isStale, isFetching, isReading, first, last])
}

const cursorsOf = ({ pageParams }: PromptPages, { from, to }: PageRange) => pageParams.slice(from, to + 1)
