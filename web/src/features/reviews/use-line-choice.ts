import { type KeyboardEvent, useState } from 'react'
import { extendTo, type LineRange, rangeAt, stepFrom } from './line-range.js'
import type { LineRow } from './line-rows.js'

/** Lines that are chosen, and whether somebody writes of them. */
interface Choice {
  range: LineRange
  isWriting: boolean
}

const isHeadOf = (range: LineRange | undefined, { side, line }: LineRow): range is LineRange =>
  range?.side === side && range.head === line

/** How lines of a text are chosen: one by a click, more by Shift with a click or an arrow key, or one by one. */
export function useLineChoice() {
  const [choice, setChoice] = useState<Choice>()
  const range = choice?.range
  return {
    choice,
    /** Begins to write of a line, of all up to it, or of those that were chosen by keys. */
    point: (row: LineRow, isMore: boolean): void => {
      const isReady = choice?.isWriting === false && isHeadOf(range, row)
      const next = isReady ? choice.range : isMore ? extendTo(range, row) : rangeAt(row)
      setChoice({ isWriting: true, range: next })
    },
    /** Chooses lines from one to another, or on to it from those that are chosen up to the one. */
    reach: (from: LineRow, to: LineRow): void =>
      setChoice({
        isWriting: choice?.isWriting ?? false,
        range: extendTo(isHeadOf(range, from) ? range : rangeAt(from), to),
      }),
    change: (next: LineRange): void => setChoice({ isWriting: true, range: next }),
    /** Chooses nothing any more, but for lines of which somebody writes. */
    leave: (): void => setChoice((now) => (now?.isWriting ? now : undefined)),
    stop: (): void => setChoice(undefined),
  }
}

export type LineChoice = ReturnType<typeof useLineChoice>

/** Of all lines one is a stop of the Tab key; the arrow keys go on from it, and with Shift choose what they pass. */
export function useSteps(stops: readonly LineRow[], { reach, leave }: LineChoice) {
  const [at, setAt] = useState(0)
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined
    if (step === undefined || !(event.target instanceof HTMLButtonElement)) return
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-line]')]
    const from = buttons.indexOf(event.target)
    const here = stops[from]
    if (!here) return
    event.preventDefault()
    const next = stepFrom(stops, { at: from, step, side: event.shiftKey ? here.side : undefined })
    if (event.shiftKey) reach(here, stops[next] ?? here)
    else leave()
    setAt(next)
    buttons[next]?.focus()
  }
  return { at, move }
}
