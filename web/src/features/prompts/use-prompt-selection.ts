import { useRef, useState } from 'react'
import { between, EVERYTHING, isSelected, NOTHING, type Selection, withPrompts } from './selection.js'

/** What is selected in a list, and the ways to change it. */
export interface PromptSelecting {
  selection: Selection
  /** Selects a prompt or gives it back; as a range with all from the one before. */
  toggle: (id: string, isRange: boolean) => void
  all: () => void
  none: () => void
}

/** Keeps the selection of a list; another filter is another list, of which nothing is selected yet. */
export function usePromptSelection(filter: string, list: readonly string[]): PromptSelecting {
  const [kept, keep] = useState({ filter, selection: NOTHING })
  const last = useRef<string>(undefined)
  const selection = kept.filter === filter ? kept.selection : NOTHING
  const set = (next: Selection) => keep({ filter, selection: next })
  return {
    selection,
    toggle: (id, isRange) => {
      const ids = isRange ? between(list, last.current, id) : [id]
      last.current = id
      set(withPrompts(selection, ids, isRange || !isSelected(selection, id)))
    },
    all: () => set(EVERYTHING),
    none: () => set(NOTHING),
  }
}
