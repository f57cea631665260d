import type { ReactNode } from 'react'
import { sayPrompts } from './say-prompts.js'
import { countSelected } from './selection.js'
import type { PromptSelecting } from './use-prompt-selection.js'

interface SelectionBarProps {
  count: number
  selecting: PromptSelecting
  /** What can be done with what is selected. */
  children: ReactNode
}

/** How many prompts there are and how many are selected, with what can be done with those; it stays in sight. */
export function SelectionBar({ count, selecting, children }: SelectionBarProps) {
  const selected = countSelected(selecting.selection, count)
  return (
    <div
      role="group"
      aria-label="Selection"
      className="sticky top-0 z-20 flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1.5 bg-canvas py-1.5"
    >
      <span className="flex min-h-8 items-center gap-3 pl-4">
        <label className="-m-0.5 flex size-6 items-center justify-center">
          <input
            type="checkbox"
            aria-label={`Select all ${sayPrompts(count)}`}
            ref={(box) => {
              if (box) box.indeterminate = selected > 0 && selected < count
            }}
            checked={selected > 0 && selected === count}
            onChange={selected === count ? selecting.none : selecting.all}
            className="size-4 accent-accent"
          />
        </label>
        <span role="status" className={selected === 0 ? 'text-muted' : 'font-medium'}>
          {selected === 0
            ? sayPrompts(count)
            : `${selected.toLocaleString('en')} of ${count.toLocaleString('en')} selected`}
        </span>
      </span>
      {selected > 0 && <span className="flex flex-wrap gap-2 max-sm:pl-4">{children}</span>}
    </div>
  )
}
