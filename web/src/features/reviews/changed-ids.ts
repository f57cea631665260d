import type { Diff, Draft } from '@anvil/shared/api'

/** What a draft says otherwise than the locked version. */
interface Reading {
  snapshot: Draft['snapshot']
  diff: Pick<Diff, 'removed'>
}

/** The prompts that say something else in one reading of a draft than in another. */
export function changedIds(before: Reading, after: Reading): string[] {
  const ids = new Set([before, after].flatMap(({ snapshot, diff }) => [...Object.keys(snapshot), ...diff.removed]))
  const textOf = ({ snapshot }: Reading, id: string) =>
    Object.hasOwn(snapshot, id) ? JSON.stringify(snapshot[id]) : null
  const isGone = ({ diff }: Reading, id: string) => diff.removed.includes(id)
  const differs = (id: string) => textOf(before, id) !== textOf(after, id) || isGone(before, id) !== isGone(after, id)
  return [...ids].filter(differs).toSorted()
}
