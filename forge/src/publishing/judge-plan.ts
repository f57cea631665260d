import { AnvilError, isolate } from '@anvil/shared'
import type { ChangedSet, RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { ownWorkRefusal } from '../api-keys/own-work.js'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import { includesWorkOfKeys } from '../reviews/includes-work-of-keys.js'
import { idConflictRefusal } from './id-conflicts.js'
import { policyRefusals } from './policy-refusals.js'
import type { Scene } from './publish-scene.js'
import { approvalRefusals, kindRefusal } from './publishing-rules.js'
import { changesBetween } from './running-bundles.js'
import { listPublishableVersions, type PublishableVersion } from './version-store.js'

/** What a plan would move, and everything that speaks against it. */
export interface Judgement {
  changed: ChangedSet[]
  refusals: AnvilError[]
}

/**
 * Judges what an environment is to run next: rule and approvals of what is new to it, and that each id is there once.
 * After a repair of its sequence the same may be published again, beyond what its fleet runs.
 */
export async function judgePlan(scene: Scene, next: readonly RunningBundle[]): Promise<Judgement> {
  const { trx, environment, running, head } = scene
  const changed = changesBetween(running, next)
  const isRepaired = head.sequence_floor > 0 && head.sequence_floor >= head.sequence
  if (changed.length === 0 && !isRepaired) {
    const why = `The environment ${environment.slug} runs exactly this already, at sequence ${head.sequence}. There is nothing to publish.`
    const details = { sequence: head.sequence }
    return { changed, refusals: [new AnvilError('publication.nothing_changed', why, { details })] }
  }
  const moved = new Set(changed.map((change) => change.prompt_set_id))
  const incoming = next.filter((bundle) => moved.has(bundle.prompt_set_id)).map((bundle) => bundle.version_id)
  const versions = await listPublishableVersions(trx, incoming)
  const refusals = [
    ...versions.map((version) => kindRefusal(environment, version)),
    ...(await keyRefusals(scene, versions)),
    ...(await approvalRefusals(scene, versions)),
    ...(await policyRefusals(scene, versions)),
    await idConflictRefusal(trx, next),
  ]
  return { changed, refusals: refusals.filter((refusal) => refusal !== undefined) }
}

/** Says `api_key.own_work` of each version that a key of its owner's wrote, or that carries what one wrote elsewhere. */
async function keyRefusals(
  { actor, project, trx, projectId }: Scene,
  versions: readonly PublishableVersion[],
): Promise<AnvilError[]> {
  const refusals: AnvilError[] = []
  for (const version of versions) {
    const refusal = ownWorkRefusal(actor, project, `publish ${isolate(version.prompt_set)} ${version.version}`)
    if (actor.kind !== 'user' || !refusal) continue
    const isOwn =
      version.key_authors.includes(actor.id) ||
      (await includesWorkOfKeys(trx, { projectId, userId: actor.id }, await includesOf(trx, version)))
    if (isOwn) refusals.push(refusal)
  }
  return refusals
}

const includesOf = async (trx: Knex, { version_id }: PublishableVersion) =>
  (await getVersionBundle(trx, version_id)).includes
