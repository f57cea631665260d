import type { BundledPrompt } from '@anvil/shared'
import type { Breaking, Diff, PromptChange } from '@anvil/shared/api'

/** One prompt of a comparison whose text is known. */
export interface DiffEntry {
  id: string
  breaking: readonly Breaking[]
  change?: PromptChange
  text?: BundledPrompt
}

/** The prompts of a comparison, those first that break callers; ids without a text are `removed` or `added`. */
export interface DiffEntries {
  entries: DiffEntry[]
  removed: string[]
  added: string[]
}

/** Orders a comparison for reading; `texts` has what new prompts say. */
export function diffEntries(diff: Diff, texts: Readonly<Record<string, BundledPrompt>> = {}): DiffEntries {
  const breakingOf = (id: string): Breaking[] => diff.breaking.filter((breaking) => breaking.id === id)
  const isKnown = (id: string): boolean => Object.hasOwn(texts, id)
  const changed = diff.changed.map((change) => ({ id: change.id, breaking: breakingOf(change.id), change }))
  const added = diff.added.filter(isKnown).map((id) => {
    const text = texts[id]
    return { id, breaking: breakingOf(id), ...(text && { text }) }
  })
  return {
    entries: [...changed, ...added].toSorted((a, b) => Number(b.breaking.length > 0) - Number(a.breaking.length > 0)),
    removed: diff.removed,
    added: diff.added.filter((id) => !isKnown(id)),
  }
}
