import { type KeyboardEvent, useState } from 'react'
import { type Choice, leave, pointAt, reachTo } from './line-choice.js'
import { aboutOf, findAgain, type LineRange, rangeAt, stepFrom } from './line-range.js'
import type { LineRow } from './line-rows.js'
import type { Unsent } from './use-unsent.js'

const NO_ROW = { side: 'draft', line: 1 } as const

/**
 * How lines of a text are chosen: one by a click, more by Shift with a click or an arrow key, or one by one. What is
 * written goes with its lines when the text changes; `isLost` says that they are gone.
 */
export function useLineChoice({ copy, keep }: Unsent, rows: readonly LineRow[]) {
  const [chosen, setChosen] = useState<Choice>()
  const about = copy?.about ?? undefined
  const found = about && findAgain(rows, about)
  const choice = about ? { isWriting: true, range: found ?? rangeAt(rows.at(-1) ?? NO_ROW) } : chosen
  const choose = (next: Choice | undefined): void => {
    setChosen(next)
    if (copy && next) keep({ ...copy, about: aboutOf(rows, next.range) })
  }
  return {
    choice,
    isLost: about !== undefined && found === undefined,
    point: (row: LineRow, isMore: boolean): void => choose(pointAt(choice, row, isMore)),
    reach: (from: LineRow, to: LineRow): void => choose(reachTo(choice, from, to)),
    change: (range: LineRange): void => choose({ isWriting: true, range }),
    leave: (): void => setChosen(leave(chosen)),
    stop: (): void => {
      setChosen(undefined)
      keep(undefined)
    },
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
