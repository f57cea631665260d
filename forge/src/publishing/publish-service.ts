import { AnvilError } from '@anvil/shared'
import type { Publication, PublicationInput } from '@anvil/shared/api'
import { insertAuditEntry } from '../audit/audit-store.js'
import { type Attempt, notingRefusal } from '../audit/note-refusal.js'
import { shortenAsked } from '../audit/shorten-details.js'
import type { AppContext } from '../context.js'
import { assertNotBehindFleet } from '../fleet/behind-fleet.js'
import type { Actor } from '../http/actor.js'
import { assertExpectedSequence } from './expected-sequence.js'
import { updateHead } from './head-store.js'
import { findEarlierResult, idempotencyKeyOf } from './idempotency.js'
import { type IdempotencyKey, insertIdempotencyKey } from './idempotency-store.js'
import { type Judgement, judgePlan } from './judge-plan.js'
import { insertOutboxRow } from './outbox-store.js'
import { getPublication, insertPublication } from './publication-store.js'
import { type Plan, planPublication } from './publish-plan.js'
import { openScene, type Scene, signNext } from './publish-scene.js'
import { withTooLarge } from './too-large.js'

/** What somebody asks of an environment, under a key that makes a retry safe. */
export interface PublishCommand {
  projectId: string
  /** The environment's slug. */
  environment: string
  input: PublicationInput
  idempotencyKey?: string | undefined
}

/** Moves what an environment runs, in one transaction that every door goes through, and has it announced once stored. */
export function publish(ctx: AppContext, actor: Actor, command: PublishCommand): Promise<Publication> {
  return ctx.shutdown.finish(async () => {
    try {
      const publication = await notingRefusal(ctx, actor, attemptOf(command), () => publishNow(ctx, actor, command))
      ctx.metrics.published(command.input.kind)
      return publication
    } catch (error) {
      ctx.metrics.refusals.inc({ code: error instanceof AnvilError ? error.code : 'internal' })
      throw error
    }
  })
}

function attemptOf({ projectId, environment, input }: PublishCommand): Attempt {
  const details = { environment, ...shortenAsked(input) }
  return { projectId, action: 'publication.refused', target: environment, details }
}

async function publishNow(ctx: AppContext, actor: Actor, command: PublishCommand): Promise<Publication> {
  const { input } = command
  const publication = await ctx.asActor(actor, async (trx) => {
    const scene = await openScene(ctx, { trx, actor, place: command, hold: true, right: 'publication.publish' })
    const key = keyOf(scene, command)
    const earlier = await findEarlierResult(trx, scene.projectId, key)
    if (earlier) return earlier
    await assertNotBehindFleet(trx, scene.environment.slug, scene.head)
    const { sequence } = scene.head
    await assertExpectedSequence({ ...scene, sequence }, input.expected_sequence, 'expected_sequence')
    return withTooLarge(async () => {
      const plan = await planPublication(scene, input)
      const judgement = await judgePlan(scene, plan.next)
      const [refusal] = judgement.refusals
      if (refusal) throw refusal
      return store(scene, { input, key, ...plan, ...judgement })
    })
  })
  ctx.outbox.nudge()
  return publication
}

function keyOf({ environment, actor }: Scene, { idempotencyKey, input }: PublishCommand): IdempotencyKey | undefined {
  if (idempotencyKey === undefined) return undefined
  return idempotencyKeyOf(idempotencyKey, { environmentId: environment.id, actorId: actor.id, input })
}

type Decided = Plan & Judgement & { input: PublicationInput; key: IdempotencyKey | undefined }

async function store(scene: Scene, { input, key, next, changed, origin }: Decided): Promise<Publication> {
  const { ctx, trx, actor, projectId, environment } = scene
  const signed = await signNext(scene, next)
  const { epoch, sequence } = signed.manifest
  const id = ctx.newId()
  const created_at = signed.issuedAt
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
    origin,
    note: input.note,
    created_by: actor.kind === 'user' ? actor.id : null,
    created_at,
  })
  await updateHead(trx, { environment_id: environment.id, project_id: projectId, publication_id: id }, signed)
  await insertOutboxRow(trx, id, created_at)
  if (key) await insertIdempotencyKey(trx, { ...key, publication_id: id, created_at })
  await insertAuditEntry(trx, actor, created_at, {
    organisationId: scene.organisationId,
    projectId,
    action: `publication.${input.kind}`,
    target: id,
    details: { environment: environment.slug, epoch, sequence, changed, origin },
  })
  return getPublication(trx, projectId, id)
}
