import type { Diff } from '@anvil/shared/api'

/** How much differs, in a few words: "2 changed, 1 added". */
export function sayDiff({ changed, added, removed }: Diff): string {
  const counts = [
    [changed.length, 'changed'],
    [added.length, 'added'],
    [removed.length, 'removed'],
  ] as const
  const words = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  return words.length > 0 ? words.join(', ') : 'nothing differs'
}
