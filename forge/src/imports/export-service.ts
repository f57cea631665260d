import type { BundledPrompt } from '@anvil/shared'
import type { AnvilExport, PromptSet } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { getProjectFor } from '../projects/project-store.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForShare } from '../prompt-sets/prompt-set-store.js'
import { readSnapshot } from '../prompts/prompt-store.js'

/** Exports what a prompt set says now, with its ETag at that moment. */
export async function exportPrompts(
  ctx: AppContext,
  actor: Actor,
  key: PromptSetKey,
): Promise<{ exported: AnvilExport; etag: string }> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectFor(trx, actor, key.projectId, 'project.read')
    const { promptSet } = await getPromptSetForShare(trx, key)
    return { exported: exportOf(promptSet, await readSnapshot(trx, key)), etag: `"${promptSet.revision}"` }
  })
}

/** The export of a prompt set, in order of the ids. */
export function exportOf(
  { name, slug, description }: Pick<PromptSet, 'name' | 'slug' | 'description'>,
  snapshot: Readonly<Record<string, BundledPrompt>>,
): AnvilExport {
  const prompts = Object.entries(snapshot)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, prompt]) => ({ id, ...prompt }))
  return { format: 'anvil.export', version: 1, prompt_set: { name, slug, description }, prompts }
}
