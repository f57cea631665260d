import { AnvilError, isolate, type Right, STATUS_MEANING, type StatusMove, statusMoves } from '@anvil/shared'
import type { ChangeStatusInput, PromptSet, StatusChange, Version } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { notingRefusal } from '../audit/note-refusal.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { requireRight } from '../organisations/require-right.js'
import { getProjectOf } from '../projects/project-store.js'
import { archivedError } from '../prompt-sets/draft-edit.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSet, getPromptSetForUpdate } from '../prompt-sets/prompt-set-store.js'
import { discardDraft } from './discard-draft.js'
import { lockDraft } from './lock-draft.js'
import type { Move } from './move.js'
import { openDraft } from './open-draft.js'
import { requestReview, withdrawReview } from './review-moves.js'

type MoveVerb = (ctx: AppContext, trx: Knex.Transaction, move: Move) => Promise<Version | null>

const VERBS: Record<StatusMove, MoveVerb> = {
  request_review: requestReview,
  withdraw: withdrawReview,
  lock: lockDraft,
  new_draft: openDraft,
  discard_draft: discardDraft,
}

const RIGHT_OF: Record<StatusMove, Right> = {
  request_review: 'review.request',
  withdraw: 'review.request',
  lock: 'version.lock',
  new_draft: 'draft.write',
  discard_draft: 'draft.write',
}

/** Moves a prompt set along its review path; answers the version it is locked at by a lock or a discard. */
export async function changeStatus(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  input: ChangeStatusInput,
): Promise<StatusChange> {
  if (input.status !== 'LOCKED' || input.discard === true) return changeNow(ctx, actor, key, input)
  const { version, content_digest } = input
  const attempt = {
    projectId: key.projectId,
    action: 'lock.refused',
    target: key.promptSetId,
    details: { prompt_set_id: key.promptSetId, version, content_digest },
  } as const
  return notingRefusal(ctx, actor, attempt, () => changeNow(ctx, actor, key, input))
}

function changeNow(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  input: ChangeStatusInput,
): Promise<StatusChange> {
  return ctx.asActor(actor, async (trx) => {
    const project = await getProjectOf(trx, actor, key.projectId, 'project.read')
    const draft = await getPromptSetForUpdate(trx, key)
    const verb = verbFor(draft.promptSet, input)
    requireRight(actor, project, RIGHT_OF[verb])
    const version = await VERBS[verb](ctx, trx, { actor, draft, input })
    return { prompt_set: await getPromptSet(trx, key), version }
  })
}

function verbFor({ name, status, archived_at }: PromptSet, input: ChangeStatusInput): StatusMove {
  if (archived_at !== null) throw archivedError(name)
  const moves = statusMoves(status, input.status)
  const isDiscard = input.discard === true
  const verb = moves.find((move) => (move === 'discard_draft') === isDiscard)
  if (verb !== undefined) return verb
  throw new AnvilError(
    'prompt_set.wrong_status',
    `${isolate(name)} is in ${status} status (${STATUS_MEANING[status]}); from there it can't become ${input.status}${isDiscard ? ' by discarding a draft' : ''}. ${adviceFor(moves, isDiscard)}`,
    { details: { status, wanted: input.status } },
  )
}

function adviceFor(moves: readonly StatusMove[], isDiscard: boolean): string {
  if (isDiscard) return 'Leave "discard" out.'
  if (moves.includes('discard_draft')) {
    return 'Request a review first ({"status":"REVIEW"}), or give the draft up with {"status":"LOCKED","discard":true}.'
  }
  return 'The way is LIVE, REVIEW, LOCKED, and from LOCKED to LIVE again for a new draft.'
}
