import type { ChangeStatusInput } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'

/** One move of a prompt set, in the transaction that holds its row. */
export interface Move {
  actor: UserActor
  draft: DraftState
  input: ChangeStatusInput
}

/** Notes a move with the note that came with it. */
export async function auditMove(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft, input }: Move,
  entry: { action: string; details?: Record<string, unknown> },
): Promise<void> {
  await insertAuditEntry(trx, actor, ctx.now(), {
    projectId: draft.key.projectId,
    action: entry.action,
    target: draft.key.promptSetId,
    details: { note: input.note, status: input.status, before: { status: draft.promptSet.status }, ...entry.details },
  })
}
