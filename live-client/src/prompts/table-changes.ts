import { isDeepStrictEqual } from 'node:util'
import type { Bundle, BundledPrompt, Delimiters } from '@anvil/shared'
import { bundleInclude } from '@anvil/shared/open'
import { includesOf } from '@anvil/shared/template'
import type { PromptTable } from './prompt-table.js'

export interface TableChanges {
  added: string[]
  changed: string[]
  removed: string[]
}

/** Which prompts differ between two tables; ids sorted. A text that differs changes all prompts that include it. */
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
  source: { bundle: Bundle }
}

/** Members may stand in another order, by the way a bundle came: from the disk or over the network. */
function differs(old: Found, now: Found): boolean {
  return !isDeepStrictEqual(old.prompt, now.prompt) || !isDeepStrictEqual(includedIn(old), includedIn(now))
}

/** All that a prompt includes, by one step or several, as far as it is rendered. */
function includedIn({ prompt, source }: Found): Map<string, unknown> {
  const included = new Map<string, unknown>()
  const add = (text: string, marks: Delimiters | null): void => {
    for (const id of includesOf(text, marks)) {
      const found = included.has(id) ? undefined : bundleInclude(source.bundle, id)
      if (!found) continue
      const { template, delimiters, variables } = found
      included.set(id, { template, delimiters, variables })
      add(template, delimiters)
    }
  }
  for (const text of textsOf(prompt)) add(text, prompt.delimiters)
  return included
}

function textsOf(prompt: BundledPrompt): string[] {
  return prompt.kind === 'text' ? [prompt.template] : prompt.messages.map(({ template }) => template)
}
