import { AnvilError } from '@anvil/shared'
import type { PromoteInput } from '@anvil/shared/api'
import { getEnvironment } from '../projects/environment-store.js'
import { assertExpectedSequence } from './expected-sequence.js'
import { getHead } from './head-store.js'
import { getPublication } from './publication-store.js'
import type { Plan, PublishScene } from './publish-plan.js'
import { takeSets, takeWhole } from './take-bundles.js'

/** What another environment of the project runs, as it is stored at this moment: its head is read and not held. */
export async function planPromotion(scene: PublishScene, input: PromoteInput): Promise<Plan> {
  const { trx, projectId, environment } = scene
  const { from_environment, from_sequence, prompt_set_ids } = input
  if (from_environment === environment.slug) {
    throw new AnvilError(
      'request.invalid',
      `${environment.slug} can't be promoted to itself. Name another environment to promote from; to go back, roll back.`,
    )
  }
  const source = await getEnvironment(trx, projectId, from_environment)
  const { sequence, publication_id } = await getHead(trx, source.id)
  const { bundles } = await getPublication(trx, projectId, publication_id)
  await assertExpectedSequence({ trx, environment: source, sequence, running: bundles }, from_sequence, 'from_sequence')
  const origin = { environment: source.slug, sequence }
  if (prompt_set_ids) {
    const missing = (id: string): string =>
      `The environment ${source.slug} does not run the prompt set ${id}. Publish it there first, or leave it out.`
    return { next: await takeSets(scene, bundles, { ids: prompt_set_ids, missing }), origin }
  }
  if (bundles.length === 0) {
    throw new AnvilError(
      'prompt_set.not_published',
      `The environment ${source.slug} runs nothing. Publish to it first; to empty ${environment.slug}, withdraw its prompt sets.`,
      { details: { environment: source.slug } },
    )
  }
  return { next: await takeWhole(scene, bundles), origin }
}
