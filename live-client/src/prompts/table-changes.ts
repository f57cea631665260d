import type { BundledPrompt } from '@anvil/shared'
import { includesOf } from '@anvil/shared/template'
import type { PromptTable } from './prompt-table.js'

export interface TableChanges {
  added: string[]
  changed: string[]
  removed: string[]
}

/** Which prompts differ between two tables; ids sorted. An include that differs changes the prompts of its bundle. */
export function tableChanges(before: PromptTable | undefined, after: PromptTable): TableChanges {
  const changes: TableChanges = { added: [], changed: [], removed: [] }
  for (const id of after.ids()) {
    const old = before?.find(id)
    const now = after.find(id)
    if (!old) changes.added.push(id)
    else if (now && old.source.sha256 !== now.source.sha256 && differs(old, now)) changes.changed.push(id)
  }
  for (const id of before?.ids() ?? []) if (!after.find(id)) changes.removed.push(id)
  for (const list of [changes.added, changes.changed, changes.removed]) list.sort()
  return changes
}

interface Found {
  prompt: BundledPrompt
  source: { bundle: { includes: unknown } }
}

/** Bundles are canonical, so what is equal has the same members in the same order. */
function differs(old: Found, now: Found): boolean {
  if (JSON.stringify(old.prompt) !== JSON.stringify(now.prompt)) return true
  if (textsOf(now.prompt).every((text) => includesOf(text, now.prompt.delimiters).length === 0)) return false
  return JSON.stringify(old.source.bundle.includes) !== JSON.stringify(now.source.bundle.includes)
}

function textsOf(prompt: BundledPrompt): string[] {
  return prompt.kind === 'text' ? [prompt.template] : prompt.messages.map(({ template }) => template)
}
