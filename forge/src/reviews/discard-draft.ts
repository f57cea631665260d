import { AnvilError, type BundledPrompt } from '@anvil/shared'
import type { Version } from '@anvil/shared/api'
import { canonicalText } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { idTaken } from '../prompts/id-taken.js'
import { deletePrompts, findPrompts, insertPrompt, readSnapshot, updatePrompt } from '../prompts/prompt-store.js'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import { findLatestLocked } from '../versions/version-store.js'
import { deleteDraftAuthors } from './draft-author-store.js'
import { auditMove, type Move } from './move.js'
import { closeReview } from './review-store.js'

/** LIVE or REVIEW → LOCKED: gives the draft up and puts the text of the last locked version back. */
export async function discardDraft(ctx: AppContext, trx: Knex.Transaction, move: Move): Promise<Version> {
  const { key, promptSet } = move.draft
  const locked = await findLatestLocked(trx, key)
  if (!locked) {
    throw new AnvilError(
      'prompt_set.never_locked',
      `${promptSet.name} was never locked, so there is no text to go back to. Delete its prompts, or the prompt set.`,
    )
  }
  const { snapshot, includes } = await getVersionBundle(trx, locked.id)
  await restorePrompts(ctx, trx, move, snapshot)
  await deleteDraftAuthors(trx, key)
  await closeReview(trx, key, 'discarded', ctx.now())
  await updatePromptSet(trx, key, ctx.now(), {
    status: 'LOCKED',
    includes,
    revision: promptSet.revision + 1,
  })
  await auditMove(ctx, trx, move, { action: 'draft.discarded', details: { back_to: locked.version } })
  return locked
}

async function restorePrompts(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft }: Move,
  snapshot: Record<string, BundledPrompt>,
): Promise<void> {
  const now = await readSnapshot(trx, draft.key)
  const added = Object.keys(now).filter((id) => !Object.hasOwn(snapshot, id))
  await deletePrompts(trx, draft.key, added)
  const others = Object.entries(snapshot).filter(([id, content]) => {
    const current = now[id]
    return !current || canonicalText(current) !== canonicalText(content)
  })
  const stored = await findPrompts(
    trx,
    draft.key,
    others.map(([id]) => id),
  )
  for (const [id, content] of others.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const edit = { content, userId: actor.id, at: ctx.now() }
    const before = stored.get(id)
    if (before) await updatePrompt(trx, before, edit)
    else await putBack(ctx, trx, draft, { id, edit })
  }
}

async function putBack(
  ctx: AppContext,
  trx: Knex.Transaction,
  { key }: DraftState,
  { id, edit }: { id: string; edit: Parameters<typeof updatePrompt>[2] },
): Promise<void> {
  if (!(await insertPrompt(trx, key, { rowId: ctx.newId(), id }, edit))) throw await idTaken(trx, key, id)
}
