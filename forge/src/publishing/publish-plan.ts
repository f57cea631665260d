import { AnvilError } from '@anvil/shared'
import type {
  PublicationInput,
  PublishedSet,
  PublishInput,
  RollbackInput,
  RunningBundle,
  WithdrawInput,
} from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getPromptSetForUpdate } from '../prompt-sets/prompt-set-store.js'
import { makePreRelease } from '../versions/pre-release-service.js'
import { lockPromptSets } from './prompt-set-lock-store.js'
import { findPublicationAt } from './publication-store.js'
import { assertKindAllowed, type EnvironmentRule } from './publishing-rules.js'
import { byPromptSet, sortedBundles } from './running-bundles.js'
import { getPublishableVersion, toRunningBundle } from './version-store.js'

/** The environment that is moved, locked, and what it runs until then. */
export interface PublishScene {
  ctx: AppContext
  actor: UserActor
  trx: Knex.Transaction
  projectId: string
  environment: EnvironmentRule
  running: readonly RunningBundle[]
}

/** All that the environment is to run next, by what was asked; locks the prompt sets concerned. */
export function planBundles(scene: PublishScene, input: PublicationInput): Promise<RunningBundle[]> {
  if (input.kind === 'publish') return planPublish(scene, input)
  return input.kind === 'withdraw' ? planWithdraw(scene, input) : planRollback(scene, input)
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
      throw new AnvilError('prompt_set.not_found', `This project has no prompt set ${set.prompt_set_id}.`)
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
  if (status !== 'LOCKED') assertKindAllowed(environment, { prompt_set, version: 'draft', kind })
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

async function planRollback(scene: PublishScene, input: RollbackInput): Promise<RunningBundle[]> {
  const { trx, projectId, environment, running } = scene
  const { to_sequence, prompt_set_id } = input
  const target = await findPublicationAt(trx, environment.id, to_sequence)
  if (!target) {
    throw new AnvilError(
      'publication.not_found',
      `The environment ${environment.slug} never had the sequence ${to_sequence}. List its publications.`,
    )
  }
  const restored = target.bundles.filter(
    (bundle) => prompt_set_id === undefined || bundle.prompt_set_id === prompt_set_id,
  )
  if (prompt_set_id !== undefined && restored.length === 0) {
    const why = `Publication ${to_sequence} of ${environment.slug} did not run the prompt set ${prompt_set_id}. To stop running it, withdraw it.`
    throw notPublished(prompt_set_id, why)
  }
  const concerned = prompt_set_id === undefined ? [...restored, ...running] : restored
  await lockPromptSets(
    trx,
    projectId,
    concerned.map((bundle) => bundle.prompt_set_id),
  )
  const kept = prompt_set_id === undefined ? [] : running
  return sortedBundles(byPromptSet([...kept, ...restored]).values())
}

function notPublished(promptSetId: string, why: string): AnvilError {
  return new AnvilError('prompt_set.not_published', why, { details: { prompt_set_id: promptSetId } })
}
