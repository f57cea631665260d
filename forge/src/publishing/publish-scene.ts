import type { Right } from '@anvil/shared'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { getEnvironment } from '../projects/environment-store.js'
import { getProjectFor } from '../projects/project-store.js'
import type { SignedManifest } from '../signing/sign-manifest.js'
import type { Knex } from 'knex'
import { getHead, getHeadForUpdate, type Head } from './head-store.js'
import { getPublication } from './publication-store.js'
import type { PublishScene } from './publish-plan.js'
import { toManifestEntry } from './running-bundles.js'
import type { RunningBundle } from '@anvil/shared/api'

/** The environment that is moved, with its head and who owns it. */
export interface Scene extends PublishScene {
  head: Head
  organisationId: string
  project: Awaited<ReturnType<typeof getProjectFor>>
}

interface Opening {
  trx: Knex.Transaction
  actor: Actor
  place: { projectId: string; environment: string }
  /** Whether the head is to be held until the transaction ends. */
  hold: boolean
  /** What the person needs the right to do here. */
  right: Right
}

/** Reads where a publication would start from. */
export async function openScene(ctx: AppContext, { trx, actor, place, hold, right }: Opening): Promise<Scene> {
  const { projectId } = place
  const project = await getProjectFor(trx, actor, projectId, right)
  const { organisation_id: organisationId } = project
  const environment = await getEnvironment(trx, projectId, place.environment)
  const head = await (hold ? getHeadForUpdate(trx, environment.id) : getHead(trx, environment.id))
  const { bundles: running } = await getPublication(trx, projectId, head.publication_id)
  return { ctx, trx, actor, projectId, organisationId, project, environment, running, head }
}

/** Signs what the head says once more: the same content and sequence, new times. */
export async function signAgain({ ctx, trx, projectId, environment, head, running }: Scene): Promise<SignedManifest> {
  const place = { project_id: projectId, environment: environment.slug }
  const signer = await ctx.signing.current(trx)
  const content = { ...place, sequence: head.sequence, bundles: running.map(toManifestEntry) }
  return signer.signManifest(content, head.issued_at)
}

/** Signs the manifest after the head's; throws where it would be too large for any instance. */
export async function signNext(scene: Scene, next: readonly RunningBundle[]): Promise<SignedManifest> {
  const { ctx, trx, projectId, environment, head } = scene
  const place = { project_id: projectId, environment: environment.slug }
  const sequence = Math.max(head.sequence, head.sequence_floor) + 1
  const signer = await ctx.signing.current(trx)
  return signer.signManifest({ ...place, sequence, bundles: next.map(toManifestEntry) }, head.issued_at)
}
