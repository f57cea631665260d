import type { Right } from '@anvil/shared'
import type { Knex } from 'knex'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import { archivedError } from '../prompt-sets/draft-edit.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForUpdate } from '../prompt-sets/prompt-set-store.js'

/** Takes a prompt set for this transaction alone, for somebody who has a right in its project; refuses an archived one. */
export async function holdDraft(
  trx: Knex.Transaction,
  actor: UserActor,
  key: PromptSetKey,
  right: Right,
): Promise<DraftState> {
  await getProjectOf(trx, actor, key.projectId, right)
  const draft = await getPromptSetForUpdate(trx, key)
  if (draft.promptSet.archived_at !== null) throw archivedError(draft.promptSet.name)
  return draft
}
