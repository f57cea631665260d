import { AnvilError, isolate } from '@anvil/shared'
import type { Version } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import { findLatestLocked } from '../versions/version-store.js'
import { deleteUncarriedApprovals } from './approval-store.js'
import { deleteDraftAuthors } from './draft-author-store.js'
import { endReview } from './end-review.js'
import { auditMove, type Move } from './move.js'
import { restorePrompts } from './restore-prompts.js'

/** LIVE or REVIEW → LOCKED: gives the draft up with its approvals, and puts the text of the last locked version back. */
export async function discardDraft(ctx: AppContext, trx: Knex.Transaction, move: Move): Promise<Version> {
  const { key, promptSet } = move.draft
  const locked = await findLatestLocked(trx, key)
  if (!locked) {
    throw new AnvilError(
      'prompt_set.never_locked',
      `${isolate(promptSet.name)} was never locked, so there is no text to go back to. Delete its prompts, or the prompt set.`,
    )
  }
  const { snapshot, includes } = await getVersionBundle(trx, locked.id)
  await restorePrompts(ctx, trx, move, snapshot)
  await endReview(ctx, trx, move, { outcome: 'discarded', version: locked.version })
  await updatePromptSet(trx, key, ctx.now(), {
    status: 'LOCKED',
    includes,
    revision: promptSet.revision + 1,
  })
  await deleteDraftAuthors(trx, key)
  await deleteUncarriedApprovals(trx, key, ['locked'])
  await auditMove(ctx, trx, move, { action: 'draft.discarded', details: { back_to: locked.version } })
  return locked
}
