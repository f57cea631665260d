import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { auditMove, type Move } from './move.js'

/** LOCKED → LIVE: opens a new draft from the locked text, which is still there. */
export async function openDraft(ctx: AppContext, trx: Knex.Transaction, move: Move): Promise<null> {
  await updatePromptSet(trx, move.draft.key, ctx.now(), { status: 'LIVE' })
  await auditMove(ctx, trx, move, {
    action: 'draft.opened',
    details: { from: move.draft.promptSet.locked_version },
  })
  return null
}
