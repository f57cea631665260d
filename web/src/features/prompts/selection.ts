import type { PromptFilter, PromptPage, PromptSelection } from '@anvil/shared/api'

/** What is selected of a list whose end may not be loaded: some prompts, or all but some. */
export interface Selection {
  kind: 'some' | 'all-but'
  ids: ReadonlySet<string>
}

export const NOTHING: Selection = { kind: 'some', ids: new Set() }
export const EVERYTHING: Selection = { kind: 'all-but', ids: new Set() }

/** Whether a prompt is selected. */
export const isSelected = ({ kind, ids }: Selection, id: string): boolean => ids.has(id) === (kind === 'some')

/** How many prompts are selected of those that there are. */
export const countSelected = ({ kind, ids }: Selection, count: number): number =>
  kind === 'some' ? ids.size : Math.max(0, count - ids.size)

/** Selects prompts, or takes them out of the selection. */
export function withPrompts(selection: Selection, changed: readonly string[], isOn: boolean): Selection {
  const ids = new Set(selection.ids)
  for (const id of changed) {
    if (isOn === (selection.kind === 'some')) ids.add(id)
    else ids.delete(id)
  }
  return { kind: selection.kind, ids }
}

/** The prompts from one to another in the order of the list, both included; the second alone where the first is gone. */
export function between(list: readonly string[], from: string | undefined, to: string): string[] {
  const end = list.indexOf(to)
  const start = from === undefined ? -1 : list.indexOf(from)
  return start < 0 ? [to] : list.slice(Math.min(start, end), Math.max(start, end) + 1)
}

/**
 * The revision of the draft in which the selected prompts were seen: the oldest of the pages that they stand on; of a
 * selection by filter that of the newest page, which counts them.
 */
export function revisionSeen(
  { kind, ids }: Selection,
  pages: readonly Pick<PromptPage, 'prompts' | 'revision'>[],
): number {
  const newest = Math.max(...pages.map(({ revision }) => revision))
  if (kind === 'all-but') return newest
  const seen = pages.filter(({ prompts }) => prompts.some(({ id }) => ids.has(id)))
  return Math.min(newest, ...seen.map(({ revision }) => revision))
}

/** A selection as the API takes it. */
export const toInput = ({ kind, ids }: Selection, filter: PromptFilter): PromptSelection =>
  kind === 'some' ? { ids: [...ids] } : { matching: filter, except: [...ids] }
