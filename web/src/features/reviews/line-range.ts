import type { LineRow } from './line-rows.js'

/** Lines of one side that are chosen, from where the choice began to where it is now, in either direction. */
export interface LineRange {
  side: LineRow['side']
  anchor: number
  head: number
}

type Place = Pick<LineRow, 'side' | 'line'>

/** One line. */
export const rangeAt = ({ side, line }: Place): LineRange => ({ side, anchor: line, head: line })

/** The first and the last of chosen lines. */
export const spanOf = ({ anchor, head }: LineRange): { from: number; to: number } => ({
  from: Math.min(anchor, head),
  to: Math.max(anchor, head),
})

/** A choice up to a line; lines of the other side begin a new one. */
export const extendTo = (range: LineRange | undefined, place: Place): LineRange =>
  range?.side === place.side ? { ...range, head: place.line } : rangeAt(place)

/** Whether a line is among those that are chosen. */
export function isChosen(range: LineRange | undefined, { side, line }: Place): boolean {
  if (range?.side !== side) return false
  const { from, to } = spanOf(range)
  return from <= line && line <= to
}

/** “line 3”, or “lines 3–5”. */
export const sayLines = ({ from, to }: { from: number; to: number }): string =>
  from === to ? `line ${from}` : `lines ${from}–${to}`

/** What lines of a text say. */
export const quoteOf = (text: string, { from, to }: { from: number; to: number }): string =>
  text
    .split('\n')
    .slice(from - 1, to)
    .join('\n')

/** The row to which a step goes; while lines are chosen, the next of their side, so that they stay together. */
export function stepFrom(
  stops: readonly LineRow[],
  { at, step, side }: { at: number; step: 1 | -1; side?: LineRow['side'] | undefined },
): number {
  for (let next = at + step; next >= 0 && next < stops.length; next += step) {
    if (side === undefined || stops[next]?.side === side) return next
  }
  return at
}

/** Chosen lines with one more or one fewer at their end; undefined where there is no such line. */
export function withEnd(rows: readonly LineRow[], range: LineRange, step: 1 | -1): LineRange | undefined {
  const { from, to } = spanOf(range)
  const head = to + step
  const isLine = head >= from && rows.some(({ side, line }) => side === range.side && line === head)
  return isLine ? { side: range.side, anchor: from, head } : undefined
}

/** The lines that say what was quoted, where they are still or have moved as one; undefined where they are gone. */
export function findAgain(
  rows: readonly LineRow[],
  { range, quote }: { range: LineRange; quote: string },
): LineRange | undefined {
  const { from, to } = spanOf(range)
  const texts = new Map(rows.flatMap(({ side, line, text }) => (side === range.side ? [[line, text]] : [])))
  const saysAt = (first: number): boolean => quote.split('\n').every((text, at) => texts.get(first + at) === text)
  if (saysAt(from)) return range
  const [first, ...others] = [...texts.keys()].filter(saysAt)
  if (first === undefined || others.length > 0) return undefined
  return { side: range.side, anchor: first, head: first + to - from }
}

/** Lines, and what they say. */
export function aboutOf(rows: readonly LineRow[], range: LineRange): { range: LineRange; quote: string } {
  const said = rows.filter((row) => isChosen(range, row)).map(({ text }) => text)
  return { range, quote: said.join('\n') }
}
