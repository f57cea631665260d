import { ImportPlan } from '@anvil/shared/api'
import type { Actor } from '../e2e/support/people.js'
import type { ManyPrompt } from './many-prompts.js'

/** FORGE takes 4 MB at once. */
const AT_ONCE = 2_000

/** Imports prompts into a prompt set, as many at once as FORGE takes. */
export async function importPrompts(
  by: Actor,
  { projectId, promptSetId }: { projectId: string; promptSetId: string },
  prompts: readonly ManyPrompt[],
): Promise<void> {
  for (let from = 0; from < prompts.length; from += AT_ONCE) {
    const content = JSON.stringify(prompts.slice(from, from + AT_ONCE))
    const body = { format: 'json', as: 'template', content }
    await by.request(ImportPlan, `/projects/${projectId}/prompt-sets/${promptSetId}/imports`, body)
  }
}
