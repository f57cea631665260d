import { AnvilError } from '@anvil/shared'
import type {
  PublicationInput,
  PublicationOrigin,
  PublishedSet,
  PublishInput,
  RollbackInput,
  RunningBundle,
  WithdrawInput,
} from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { getPromptSetForUpdate } from '../prompt-sets/prompt-set-store.js'
import { makePreRelease } from '../versions/pre-release-service.js'
import { lockPromptSets } from './prompt-set-lock-store.js'
import { findPublicationAt } from './publication-store.js'
import { planPromotion } from './promotion-plan.js'
import { type EnvironmentRule, kindRefusal } from './publishing-rules.js'
import { byPromptSet, sortedBundles } from './running-bundles.js'
import { notPublished, takeSets, takeWhole } from './take-bundles.js'
import { getPublishableVersion, toRunningBundle } from './version-store.js'

/** The environment that is moved, locked, and what it runs until then. */
export interface PublishScene {
  ctx: AppContext
  actor: Actor
  trx: Knex.Transaction
  projectId: string
  environment: EnvironmentRule
  running: readonly RunningBundle[]
}

/** All that the environment is to run next, and where that was taken from. */
export interface Plan {
  next: RunningBundle[]
  origin: PublicationOrigin | null
}

/** What was asked, as a plan; locks the prompt sets concerned. */
export async function planPublication(scene: PublishScene, input: PublicationInput): Promise<Plan> {
  if (input.kind === 'publish') return { next: await planPublish(scene, input), origin: null }
  if (input.kind === 'withdraw') return { next: await planWithdraw(scene, input), origin: null }
  return input.kind === 'rollback' ? planRollback(scene, input) : planPromotion(scene, input)
}

async function planPublish(scene: PublishScene, { sets }: PublishInput): Promise<RunningBundle[]> {
  const { trx, projectId, running } = scene
  const present = await lockPromptSets(
    trx,
    projectId,
    sets.map((set) => set.prompt_set_id),
  )
  const next = byPromptSet(running)
  for (const set of sets) {
    if (!present.has(set.prompt_set_id)) {
      throw new AnvilError(
        'prompt_set.not_found',
        `This project has no prompt set ${set.prompt_set_id}. List its prompt sets first.`,
      )
    }
    const version = 'draft' in set ? await makeDraftVersion(scene, set) : set.version
    const named = { prompt_set_id: set.prompt_set_id, version }
    next.set(set.prompt_set_id, toRunningBundle(await getPublishableVersion(trx, projectId, named)))
  }
  return sortedBundles(next.values())
}

/** Makes the pre-release of a draft that is published, unless the environment takes no such kind anyway. */
async function makeDraftVersion(scene: PublishScene, draft: Extract<PublishedSet, { draft: true }>): Promise<string> {
  const { ctx, trx, projectId, actor, environment } = scene
  const promptSet = await getPromptSetForUpdate(trx, { projectId, promptSetId: draft.prompt_set_id })
  const { status, slug: prompt_set } = promptSet.promptSet
  const kind = status === 'REVIEW' ? 'review' : 'live'
  const refusal = kindRefusal(environment, { prompt_set, version: 'draft', kind })
  if (refusal && status !== 'LOCKED') throw refusal
  const version = await makePreRelease(ctx, trx, { actor, promptSet, contentDigest: draft.content_digest })
  return version.version
}

async function planWithdraw(scene: PublishScene, { prompt_set_ids }: WithdrawInput): Promise<RunningBundle[]> {
  const { trx, projectId, environment, running } = scene
  await lockPromptSets(trx, projectId, prompt_set_ids)
  const next = byPromptSet(running)
  for (const id of prompt_set_ids) {
    if (!next.delete(id))
      throw notPublished(id, `The environment ${environment.slug} does not run the prompt set ${id}.`)
  }
  return [...next.values()]
}

async function planRollback(scene: PublishScene, input: RollbackInput): Promise<Plan> {
  const { trx, environment } = scene
  const { to_sequence, prompt_set_id } = input
  const target = await findPublicationAt(trx, environment.id, to_sequence)
  if (!target) {
    throw new AnvilError(
      'publication.not_found',
      `The environment ${environment.slug} never had the sequence ${to_sequence}. List its publications.`,
    )
  }
  const origin = { environment: environment.slug, sequence: to_sequence }
  if (prompt_set_id === undefined) return { next: await takeWhole(scene, target.bundles), origin }
  const why = `Publication ${to_sequence} of ${environment.slug} did not run the prompt set ${prompt_set_id}. To stop running it, withdraw it.`
  return { next: await takeSets(scene, target.bundles, { ids: [prompt_set_id], missing: () => why }), origin }
}
