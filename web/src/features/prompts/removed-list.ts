import type { AnvilExport } from '@anvil/shared/api'

const NAMED = 3

/** Prompts that were removed together; the key tells one removal from another. */
export interface Removed {
  key: string
  content: AnvilExport
}

/** The removals with one more, the newest first. */
export const withRemoved = (kept: readonly Removed[], key: string, content: AnvilExport): readonly Removed[] => [
  { key, content },
  ...kept,
]

/** The removals but one. */
export const withoutRemoved = (kept: readonly Removed[], key: string): readonly Removed[] =>
  kept.filter((removed) => removed.key !== key)

/** Which prompts were removed: the first few by their ids, and how many more. */
export function sayWhich(ids: readonly string[]): string {
  const more = ids.length - NAMED
  const named = ids.slice(0, NAMED).join(', ')
  return more > 0 ? `${named} and ${more.toLocaleString('en')} more` : named
}
