import { type RefObject, useEffect, useRef, useState } from 'react'
import { rowWithin, stepRow } from './row-steps.js'

/** Where the keyboard is in a table of which only some rows are in the page. */
export interface RowCursor {
  at: number
  set: (index: number) => void
  /** Moves the focus by rows; where it was outside, to the row at which it was last. */
  step: (by: number) => void
  /** Follows the link of the row. */
  open: () => void
  isInside: () => boolean
}

/** Keeps one row for the keyboard, and gives it the focus when that is moved. */
export function useRowCursor(box: RefObject<HTMLElement | null>, count: number): RowCursor {
  const [{ index, moves }, setState] = useState({ index: 0, moves: 0 })
  const at = rowWithin(index, count)
  const done = useRef(moves)
  const linkAt = () => box.current?.querySelector<HTMLElement>(`[data-index="${at}"] a`)
  useEffect(() => {
    if (done.current === moves) return
    done.current = moves
    const link = linkAt()
    link?.focus({ preventScroll: true })
    link?.closest('[role="row"]')?.scrollIntoView({ block: 'nearest' })
  })
  const isInside = () => box.current?.contains(document.activeElement) ?? false
  return {
    at,
    set: (next) => next !== at && setState({ index: next, moves }),
    step: (by) => setState({ index: stepRow({ at, count, isInside: isInside() }, by), moves: moves + 1 }),
    open: () => linkAt()?.click(),
    isInside,
  }
}
