import type { Prompt } from '@anvil/shared/api'
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useState } from 'react'
import { rowsWith } from './row-steps.js'
import type { Seen } from './use-seen-pages.js'

const ROW_PX = 63
const AROUND = 12
const NEAR_END = 40

interface WindowRows {
  box: RefObject<HTMLElement | null>
  prompts: readonly Prompt[]
  /** The row of the keyboard, which stays in the page wherever that scrolls. */
  at: number
  onEnd: () => void
  /** Told which rows are in the page. */
  onSee: (seen: Seen) => void
}

/** The rows of a long table that are in sight, as the page scrolls. */
export function useWindowRows({ box, prompts, at, onEnd, onSee }: WindowRows) {
  const offset = useOffset(box)
  const virtualizer = useWindowVirtualizer<HTMLDivElement>({
    count: prompts.length,
    estimateSize: () => ROW_PX,
    overscan: AROUND,
    scrollMargin: offset,
    getItemKey: (index) => prompts[index]?.id ?? index,
    rangeExtractor: (range) => rowsWith(defaultRangeExtractor(range), at, range.count),
  })
  const rows = virtualizer.getVirtualItems()
  const around = rows.map(({ index }) => index).filter((index) => index !== at)
  const [first, last] = [Math.min(...around, prompts.length), Math.max(0, ...around)]
  useEffect(() => {
    if (last >= prompts.length - NEAR_END) onEnd()
  }, [last, prompts.length, onEnd])
  useEffect(() => {
    if (first <= last) onSee({ first, last })
  }, [first, last, onSee])
  return { rows, height: virtualizer.getTotalSize(), offset, measure: virtualizer.measureElement }
}

/** How far below the top of the page something begins, also after what stands above it has grown. */
function useOffset(box: RefObject<HTMLElement | null>): number {
  const [offset, setOffset] = useState(0)
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (box.current) setOffset(Math.round(box.current.getBoundingClientRect().top + window.scrollY))
    })
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [box])
  return offset
}
