import type { TableChanges } from '../prompts/table-changes.js'
import { positionOf, type Running, showPosition } from './running.js'

/** What the log says of a swap: where to, by which way, how long it took, what changed and what runs now. */
export function sayApplied({ verified, source }: Running, changes: TableChanges, tookMs: number): string {
  const { added, changed, removed } = changes
  const counts = `${added.length} added, ${changed.length} changed, ${removed.length} removed`
  const sets = verified.manifest.bundles.map(({ prompt_set, version }) => `${prompt_set} ${version}`).join(', ')
  const place = showPosition(positionOf(verified))
  return `applied ${place} by ${source} in ${Math.round(tookMs)} ms: ${counts} (${sets || 'no prompt sets'})`
}
