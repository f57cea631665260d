import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useState } from 'react'
import { rowsWith } from './row-steps.js'

const AROUND = 12
const NEAR_END = 40

interface WindowRows {
  box: RefObject<HTMLElement | null>
  count: number
  /** How high a row is, until it is measured. */
  rowPx: number
  keyOf: (index: number) => string | number
  /** The row of the keyboard, which stays in the page wherever that scrolls. */
  at: number
  /** Called when the end of what there is comes near. */
  onEnd?: (() => void) | undefined
  /** Told which rows are in the page. */
  onSee?: ((seen: { first: number; last: number }) => void) | undefined
}

/** The rows of a long table that are in sight, as the page scrolls. */
export function useWindowRows({ box, count, rowPx, keyOf, at, onEnd, onSee }: WindowRows) {
  const offset = useOffset(box)
  const virtualizer = useWindowVirtualizer<HTMLDivElement>({
    count,
    estimateSize: () => rowPx,
    overscan: AROUND,
    scrollMargin: offset,
    getItemKey: keyOf,
    rangeExtractor: (range) => rowsWith(defaultRangeExtractor(range), at, range.count),
  })
  const rows = virtualizer.getVirtualItems()
  const around = rows.map(({ index }) => index).filter((index) => index !== at)
  const [first, last] = [Math.min(...around, count), Math.max(0, ...around)]
  useEffect(() => {
    if (last >= count - NEAR_END) onEnd?.()
  }, [last, count, onEnd])
  useEffect(() => {
    if (first <= last) onSee?.({ first, last })
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
