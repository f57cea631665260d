import { AnvilError } from '@anvil/shared'
import type { AnvilExport, MovedPrompts, MovePromptsInput, PromptSelection, RemovedPrompts } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { checkPreconditions, type Preconditions } from '../http/preconditions.js'
import { exportOf } from '../imports/export-service.js'
import { getProjectOf } from '../projects/project-store.js'
import { editDraft, noteEdit, requireEditable } from '../prompt-sets/draft-edit.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForShare, getPromptSetForUpdate } from '../prompt-sets/prompt-set-store.js'
import { deletePrompts } from '../prompts/prompt-store.js'
import { requireRoomFor } from '../prompts/write-prompt.js'
import { lockPromptSets } from '../publishing/prompt-set-lock-store.js'
import { copyDraftAuthors } from '../reviews/draft-author-store.js'
import { getSelected } from './selected-prompts.js'
import { movePromptRows } from './selection-store.js'

/** A draft of which several prompts are selected, and the state in which the person saw it. */
export interface SelectionTarget {
  key: PromptSetKey
  asked: Preconditions
}

/** Exports the selected prompts of a draft. */
export async function exportSelected(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  select: PromptSelection,
): Promise<AnvilExport> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    const { promptSet } = await getPromptSetForShare(trx, key)
    return exportOf(promptSet, await getSelected(trx, key, select))
  })
}

/** Takes the selected prompts out of the draft in one edit, and answers what they said. */
export async function removeSelected(
  ctx: AppContext,
  actor: UserActor,
  { key, asked }: SelectionTarget,
  select: PromptSelection,
): Promise<RemovedPrompts> {
  return editDraft(ctx, actor, key, async (trx, draft) => {
    requireSeen(asked, draft)
    const selected = await getSelected(trx, key, select)
    const ids = Object.keys(selected)
    await deletePrompts(trx, key, ids)
    const result = { revision: draft.promptSet.revision + 1, removed: exportOf(draft.promptSet, selected) }
    return { result, action: 'prompts.deleted', details: { ids } }
  })
}

/**
 * Moves the selected prompts into another draft of the project: one edit of each, both or none. Whose work is in the first
 * draft are authors of the other one too.
 */
export async function moveSelected(
  ctx: AppContext,
  actor: UserActor,
  { key, asked }: SelectionTarget,
  { select, to_prompt_set_id }: MovePromptsInput,
): Promise<MovedPrompts> {
  if (to_prompt_set_id === key.promptSetId) throw sameSet()
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'draft.write')
    const [from, to] = await holdBoth(trx, key, to_prompt_set_id)
    requireSeen(asked, from)
    const moved = Object.keys(await getSelected(trx, key, select)).sort()
    requireRoomFor(to, moved.length)
    await movePromptRows(trx, key, moved, to_prompt_set_id)
    await copyDraftAuthors(trx, key, to_prompt_set_id)
    const left = { result: undefined, action: 'prompts.moved', details: { ids: moved, to: to_prompt_set_id } }
    const came = { result: undefined, action: 'prompts.received', details: { ids: moved, from: key.promptSetId } }
    await noteEdit(ctx, trx, { actor, draft: from, edited: left })
    await noteEdit(ctx, trx, { actor, draft: to, edited: came })
    const revision = to.promptSet.revision + 1
    return { revision: from.promptSet.revision + 1, to: { prompt_set_id: to_prompt_set_id, revision }, moved }
  })
}

/** Takes both prompt sets, in the order in which everybody takes several, and refuses one that may not be edited. */
async function holdBoth(trx: Knex.Transaction, key: PromptSetKey, toId: string): Promise<[DraftState, DraftState]> {
  await lockPromptSets(trx, key.projectId, [key.promptSetId, toId])
  const from = await getPromptSetForUpdate(trx, key)
  const to = await getPromptSetForUpdate(trx, { ...key, promptSetId: toId })
  requireEditable(from.promptSet)
  requireEditable(to.promptSet)
  return [from, to]
}

function requireSeen(asked: Preconditions, { promptSet }: DraftState): void {
  checkPreconditions(asked, 'The prompt set', { etag: `"${promptSet.revision}"`, shown: promptSet })
}

function sameSet(): AnvilError {
  return new AnvilError('request.invalid', 'The prompts are in this prompt set already. Name another one to move them.')
}
