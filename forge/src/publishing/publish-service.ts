import { AnvilError } from '@anvil/shared'
import type { ChangedSet, Publication, PublicationInput, RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getEnvironment } from '../projects/environment-store.js'
import { getProjectOf } from '../projects/project-store.js'
import type { SignedManifest } from '../signing/signing.js'
import { assertExpectedSequence } from './expected-sequence.js'
import { getHeadForUpdate, type Head, updateHead } from './head-store.js'
import { assertUniqueIds } from './id-conflicts.js'
import { findEarlierResult, idempotencyKeyOf } from './idempotency.js'
import { type IdempotencyKey, insertIdempotencyKey } from './idempotency-store.js'
import { insertOutboxRow } from './outbox-store.js'
import { getPublication, insertPublication } from './publication-store.js'
import { planBundles, type PublishScene } from './publish-plan.js'
import { assertApproved, assertKindAllowed } from './publishing-rules.js'
import { changesBetween, toManifestEntry } from './running-bundles.js'
import { withTooLarge } from './too-large.js'
import { listPublishableVersions } from './version-store.js'

/** What somebody asks of an environment, under a key that makes a retry safe. */
export interface PublishCommand {
  projectId: string
  /** The environment's slug. */
  environment: string
  input: PublicationInput
  idempotencyKey?: string | undefined
}

interface Scene extends PublishScene {
  head: Head
  organisationId: string
  key: IdempotencyKey | undefined
}

interface Decided {
  next: RunningBundle[]
  changed: ChangedSet[]
}

/** Moves what an environment runs, in one transaction that every door goes through, and has it announced once stored. */
export async function publish(ctx: AppContext, actor: UserActor, command: PublishCommand): Promise<Publication> {
  const publication = await ctx.asActor(actor, async (trx) => {
    const scene = await lockScene(ctx, { trx, actor, command })
    const earlier = await findEarlierResult(trx, scene.projectId, scene.key)
    if (earlier) return earlier
    await assertExpectedSequence(scene, command.input.expected_sequence)
    return withTooLarge(async () => store(scene, command.input, await decide(scene, command.input)))
  })
  ctx.outbox.nudge()
  return publication
}

async function lockScene(
  ctx: AppContext,
  { trx, actor, command }: { trx: Knex.Transaction; actor: UserActor; command: PublishCommand },
): Promise<Scene> {
  const { projectId, input, idempotencyKey } = command
  const project = await getProjectOf(trx, actor.id, projectId)
  const environment = await getEnvironment(trx, projectId, command.environment)
  const head = await getHeadForUpdate(trx, environment.id)
  const { bundles } = await getPublication(trx, projectId, head.publication_id)
  const key =
    idempotencyKey === undefined
      ? undefined
      : idempotencyKeyOf(idempotencyKey, { environmentId: environment.id, actorId: actor.id, input })
  const { organisation_id: organisationId } = project
  const place = { projectId, organisationId, environment }
  return { ctx, trx, actor, ...place, running: bundles, head, key }
}

async function decide(scene: Scene, input: PublicationInput): Promise<Decided> {
  const { trx, environment, running } = scene
  const next = await planBundles(scene, input)
  const changed = changesBetween(running, next)
  if (changed.length === 0) {
    throw new AnvilError(
      'publication.nothing_changed',
      `The environment ${environment.slug} runs exactly this already, at sequence ${scene.head.sequence}. There is nothing to publish.`,
      { details: { sequence: scene.head.sequence } },
    )
  }
  const moved = new Set(changed.map((change) => change.prompt_set_id))
  const incoming = next.filter((bundle) => moved.has(bundle.prompt_set_id)).map((bundle) => bundle.version_id)
  const versions = await listPublishableVersions(trx, incoming)
  for (const version of versions) assertKindAllowed(environment, version)
  await assertApproved(scene, versions)
  await assertUniqueIds(trx, next)
  return { next, changed }
}

async function store(scene: Scene, input: PublicationInput, decided: Decided): Promise<Publication> {
  const { ctx, trx, actor, projectId, environment, key } = scene
  const { next, changed } = decided
  const signed = sign(scene, next)
  const { epoch, sequence } = signed.manifest
  const id = ctx.newId()
  const created_at = signed.issuedAt
  const place = { environment_id: environment.id, project_id: projectId, publication_id: id }
  await insertPublication(trx, {
    id,
    project_id: projectId,
    environment_id: environment.id,
    kind: input.kind,
    epoch,
    sequence,
    envelope: signed.envelope,
    bundles: next,
    changed,
    note: input.note,
    created_by: actor.id,
    created_at,
  })
  await updateHead(trx, place, signed)
  await insertOutboxRow(trx, id, created_at)
  if (key) await insertIdempotencyKey(trx, { ...key, publication_id: id, created_at })
  await insertAuditEntry(trx, actor, created_at, {
    organisationId: scene.organisationId,
    projectId,
    action: `publication.${input.kind}`,
    target: id,
    details: { environment: environment.slug, epoch, sequence, changed },
  })
  return getPublication(trx, projectId, id)
}

function sign({ ctx, projectId, environment, head }: Scene, next: readonly RunningBundle[]): SignedManifest {
  const place = { project_id: projectId, environment: environment.slug }
  const content = { ...place, sequence: head.sequence + 1, bundles: next.map(toManifestEntry) }
  return ctx.signing.signManifest(content, head.issued_at)
}
