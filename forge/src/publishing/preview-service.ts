import { AnvilError } from '@anvil/shared'
import type { Blocker, PublicationPreview } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import { takenBack } from '../db/taken-back.js'
import { assertNotBehindFleet } from '../fleet/behind-fleet.js'
import type { UserActor } from '../http/actor.js'
import { assertExpectedSequence } from './expected-sequence.js'
import { judgePlan } from './judge-plan.js'
import { previewSets } from './preview-sets.js'
import { previewTargets } from './preview-targets.js'
import { planPublication } from './publish-plan.js'
import { openScene, type Scene, signNext } from './publish-scene.js'
import type { PublishCommand } from './publish-service.js'
import { withTooLarge } from './too-large.js'

const NOT_FOUND = 404

/**
 * Says what a publication would do and what speaks against it. It takes the same steps as publishing, pre-release
 * versions and signature included, in a transaction that is taken back; the head is not held meanwhile.
 */
export function previewPublication(
  ctx: AppContext,
  actor: UserActor,
  command: PublishCommand,
): Promise<PublicationPreview> {
  return ctx.asActor(actor, async (trx) => {
    const scene = await openScene(ctx, { trx, actor, place: command, hold: false, right: 'project.read' })
    return takenBack(trx, () => preview(scene, command.input))
  })
}

async function preview(scene: Scene, input: PublishCommand['input']): Promise<PublicationPreview> {
  const { trx, environment, head, running } = scene
  const { sequence } = head
  const refusals: AnvilError[] = []
  const hasRefused = (thrown: unknown): void => void refusals.push(refusalIn(thrown))
  await assertNotBehindFleet(trx, environment.slug, head).catch(hasRefused)
  const standing = { ...scene, sequence }
  await assertExpectedSequence(standing, input.expected_sequence, 'expected_sequence').catch(hasRefused)
  const planned = await withTooLarge(() => planPublication(scene, input)).catch(hasRefused)
  const next = planned?.next ?? running
  const judged = await judgePlan(scene, next)
  if (planned) refusals.push(...judged.refusals)
  if (planned) await withTooLarge(() => signNext(scene, next)).catch(hasRefused)
  const targets = await previewTargets(scene, judged.changed)
  return {
    environment: environment.slug,
    sequence,
    changed: await previewSets(scene, judged.changed, { before: running, after: next }),
    targets,
    instances: targets.filter(({ contact, stays }) => contact === 'connected' && !stays).length,
    blocked_by: refusals.map(toBlocker),
  }
}

/** What keeps a publication back, of a thrown error; what names something that isn't there is the asker's mistake. */
function refusalIn(thrown: unknown): AnvilError {
  if (thrown instanceof AnvilError && thrown.status > NOT_FOUND && thrown.code !== 'internal') return thrown
  throw thrown
}

function toBlocker({ code, message, details }: AnvilError): Blocker {
  return { code, message, ...(details === undefined ? {} : { details }) }
}
