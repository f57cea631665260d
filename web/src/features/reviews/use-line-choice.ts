import { type KeyboardEvent, useState } from 'react'
import { type Choice, leave, pointAt, reachTo } from './line-choice.js'
import { type LineRange, stepFrom } from './line-range.js'
import type { LineRow } from './line-rows.js'

/** How lines of a text are chosen: one by a click, more by Shift with a click or an arrow key, or one by one. */
export function useLineChoice() {
  const [choice, setChoice] = useState<Choice>()
  return {
    choice,
    point: (row: LineRow, isMore: boolean): void => setChoice(pointAt(choice, row, isMore)),
    reach: (from: LineRow, to: LineRow): void => setChoice(reachTo(choice, from, to)),
    change: (range: LineRange): void => setChoice({ isWriting: true, range }),
    leave: (): void => setChoice(leave(choice)),
    stop: (): void => setChoice(undefined),
  }
}

export type LineChoice = ReturnType<typeof useLineChoice>

/** Of all lines one is a stop of the Tab key; the arrow keys go on from it, and with Shift choose what they pass. */
export function useSteps(stops: readonly LineRow[], lines: LineChoice) {
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
    if (event.shiftKey) lines.reach(here, stops[next] ?? here)
    else lines.leave()
    setAt(next)
    buttons[next]?.focus()
  }
  return { at, move }
}
