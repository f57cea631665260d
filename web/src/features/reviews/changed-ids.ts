import type { Draft } from '@anvil/shared/api'

type Reading = Pick<Draft, 'snapshot'>

/** The prompts that say something else in one reading of a draft than in another. */
export function changedIds(before: Reading, after: Reading): string[] {
  const ids = new Set([...Object.keys(before.snapshot), ...Object.keys(after.snapshot)])
  const textOf = ({ snapshot }: Reading, id: string) =>
    Object.hasOwn(snapshot, id) ? JSON.stringify(snapshot[id]) : null
  return [...ids].filter((id) => textOf(before, id) !== textOf(after, id)).toSorted()
}
