import { AnvilError, isolate } from '@anvil/shared'
import type { ChangedSet, RunningBundle } from '@anvil/shared/api'
import { ownWorkRefusal } from '../api-keys/own-work.js'
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
    ...versions.map((version) => keyRefusal(scene, version)),
    ...(await approvalRefusals(scene, versions)),
    ...(await policyRefusals(scene, versions)),
    await idConflictRefusal(trx, next),
  ]
  return { changed, refusals: refusals.filter((refusal) => refusal !== undefined) }
}

function keyRefusal({ actor, project }: Scene, version: PublishableVersion): AnvilError | undefined {
  if (actor.kind !== 'user' || !version.key_authors.includes(actor.id)) return undefined
  return ownWorkRefusal(actor, project, `publish ${isolate(version.prompt_set)} ${version.version}`)
}
