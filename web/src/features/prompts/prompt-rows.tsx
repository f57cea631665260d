import type { Prompt, PromptFilter } from '@anvil/shared/api'
import { type KeyboardEvent, useRef } from 'react'
import { useRowCursor } from '../../components/use-row-cursor.js'
import { useRowKeys } from '../../components/use-row-keys.js'
import { useWindowRows } from '../../components/use-window-rows.js'
import { useEditors } from '../events/use-editors.js'
import type { PromptSetKey } from '../reviews/api.js'
import { isSelected } from './selection.js'
import { PromptRow, ROW_GRID } from './prompt-row.js'
import type { PromptSelecting } from './use-prompt-selection.js'
import type { Seen } from './use-seen-pages.js'

const ROW_PX = 63

const windowOf = (prompts: readonly Prompt[]) => ({
  count: prompts.length,
  rowPx: ROW_PX,
  keyOf: (index: number) => prompts[index]?.id ?? index,
})

interface PromptRowsProps {
  set: PromptSetKey
  prompts: readonly Prompt[]
  filter: PromptFilter
  /** How many there are with those that are not loaded yet. */
  count: number
  selecting: PromptSelecting
  /** Called when the end of what is loaded comes near. */
  onEnd: () => void
  onSee: (seen: Seen) => void
}

/** The prompts of a draft as a table, of which only the rows in sight are in the page. */
export function PromptRows({ set, prompts, filter, count, selecting, onEnd, onSee }: PromptRowsProps) {
  const editorsOf = useEditors(set.promptSetId)
  const box = useRef<HTMLDivElement>(null)
  const cursor = useRowCursor(box, prompts.length)
  const { rows, height, offset, measure } = useWindowRows({ box, ...windowOf(prompts), at: cursor.at, onEnd, onSee })
  const toggle = (index: number, isRange: boolean) => {
    const prompt = prompts[index]
    if (prompt) selecting.toggle(prompt.id, isRange)
  }
  useRowKeys({ step: cursor.step, toggle: (isRange) => cursor.isInside() && toggle(cursor.at, isRange) })
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by !== undefined) cursor.step(by)
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) cursor.open()
    else return
    event.preventDefault()
  }
  return (
    <div
      role="table"
      aria-label="Prompts"
      aria-rowcount={count + 1}
      className="overflow-clip rounded-md border border-line bg-surface"
    >
      <Heads />
      <div role="rowgroup" ref={box} className="relative -mb-px" style={{ height }} onKeyDown={onKeyDown}>
        {rows.map(({ index, start }) => {
          const prompt = prompts[index]
          return (
            prompt && (
              <PromptRow
                key={prompt.id}
                ref={measure}
                index={index}
                top={start - offset}
                projectId={set.projectId}
                editors={editorsOf(prompt.id)}
                {...{ prompt, filter }}
                isSelected={isSelected(selecting.selection, prompt.id)}
                isCurrent={index === cursor.at}
                onToggle={(isRange) => toggle(index, isRange)}
                onFocus={() => cursor.set(index)}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

function Heads() {
  return (
    <div role="rowgroup">
      <div
        role="row"
        aria-rowindex={1}
        className={`border-line text-muted max-sm:sr-only sm:border-b sm:py-2 ${ROW_GRID}`}
      >
        <span role="columnheader">
          <span className="sr-only">Selected</span>
        </span>
        <span role="columnheader">Prompt</span>
        <span role="columnheader">Text and variables</span>
        <span role="columnheader">Checks</span>
        <span role="columnheader">Changed</span>
      </div>
    </div>
  )
}
