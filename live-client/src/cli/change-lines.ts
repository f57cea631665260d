import pc from 'picocolors'
import type { TableChanges } from '../prompts/table-changes.js'

/** Prompts that were added, changed and removed, a line each. */
export function changeLines({ added, changed, removed }: TableChanges): string[] {
  return [
    ...added.map((id) => pc.green(`+ ${id}`)),
    ...changed.map((id) => pc.yellow(`~ ${id}`)),
    ...removed.map((id) => pc.red(`- ${id}`)),
  ]
}
