import { AnvilError, isolate, STATUS_MEANING, type StatusMove, statusMoves } from '@anvil/shared'
import type { ChangeStatusInput, PromptSet, StatusChange, Version } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
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

/** Moves a prompt set along its review path; answers the version it is locked at by a lock or a discard. */
export async function changeStatus(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  input: ChangeStatusInput,
): Promise<StatusChange> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor.id, key.projectId)
    const draft = await getPromptSetForUpdate(trx, key)
    const verb = verbFor(draft.promptSet, input)
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
