import { AnvilError } from '@anvil/shared'
import type { RunningBundle } from '@anvil/shared/api'
import { lockPromptSets } from './prompt-set-lock-store.js'
import type { PublishScene } from './publish-plan.js'
import { byPromptSet, sortedBundles } from './running-bundles.js'

type Taking = Pick<PublishScene, 'trx' | 'projectId' | 'running'>

/** Another manifest in full: a prompt set that it does not run is left out. */
export async function takeWhole(
  { trx, projectId, running }: Taking,
  taken: readonly RunningBundle[],
): Promise<RunningBundle[]> {
  const concerned = [...taken, ...running].map((bundle) => bundle.prompt_set_id)
  await lockPromptSets(trx, projectId, concerned)
  return sortedBundles(taken)
}

/** The named prompt sets of another manifest, beside the others that run; throws where it does not run one of them. */
export async function takeSets(
  { trx, projectId, running }: Taking,
  taken: readonly RunningBundle[],
  { ids, missing }: { ids: readonly string[]; missing: (id: string) => string },
): Promise<RunningBundle[]> {
  const there = byPromptSet(taken)
  const named = ids.map((id) => {
    const bundle = there.get(id)
    if (!bundle) throw notPublished(id, missing(id))
    return bundle
  })
  await lockPromptSets(trx, projectId, ids)
  return sortedBundles(byPromptSet([...running, ...named]).values())
}

/** Says `prompt_set.not_published` of a prompt set. */
export function notPublished(promptSetId: string, why: string): AnvilError {
  return new AnvilError('prompt_set.not_published', why, { details: { prompt_set_id: promptSetId } })
}
