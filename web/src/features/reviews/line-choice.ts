import { extendTo, type LineRange, rangeAt } from './line-range.js'
import type { LineRow } from './line-rows.js'

/** Lines that are chosen, and whether somebody writes of them. */
export interface Choice {
  range: LineRange
  isWriting: boolean
}

type Place = Pick<LineRow, 'side' | 'line'>

const isHeadOf = (range: LineRange | undefined, { side, line }: Place): range is LineRange =>
  range?.side === side && range.head === line

/** Begins to write of a line, of all up to it, or of those that were chosen up to it by keys. */
export function pointAt(choice: Choice | undefined, place: Place, isMore: boolean): Choice {
  const range = choice?.range
  const isReady = choice?.isWriting === false && isHeadOf(range, place)
  return { isWriting: true, range: isReady ? choice.range : isMore ? extendTo(range, place) : rangeAt(place) }
}

/** Chooses lines from one to another, or on to it from those that are chosen up to the one. */
export const reachTo = (choice: Choice | undefined, from: Place, to: Place): Choice => ({
  isWriting: choice?.isWriting ?? false,
  range: extendTo(isHeadOf(choice?.range, from) ? choice?.range : rangeAt(from), to),
})

/** Chooses nothing any more, but for lines of which somebody writes. */
export const leave = (choice: Choice | undefined): Choice | undefined => (choice?.isWriting ? choice : undefined)
