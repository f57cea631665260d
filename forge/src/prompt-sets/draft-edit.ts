import { AnvilError, isolate } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { getProjectFor } from '../projects/project-store.js'
import { insertDraftAuthor } from '../reviews/draft-author-store.js'
import { freezeIncludes, readDraft } from '../reviews/draft-state.js'
import { noteReviewEdit } from '../reviews/note-review-edit.js'
import type { DraftState, PromptSetKey } from './prompt-set-row.js'
import { getPromptSetForUpdate, updatePromptSet } from './prompt-set-store.js'

/** What an edit did; without `action` nothing was changed. */
export interface Edited<T> {
  result: T
  action?: string
  target?: string
  details?: Record<string, unknown>
  /** The ETag of `target` since, where one prompt was written. */
  etag?: string
}

/**
 * The one way to change a draft: holds the prompt set against all other edits and moves, refuses what may not be edited,
 * and notes the author (a person, not FORGE's operator), the new revision and the audit entry with the change.
 */
export async function editDraft<T>(
  ctx: AppContext,
  actor: Actor,
  key: PromptSetKey,
  edit: (trx: Knex.Transaction, draft: DraftState) => Promise<Edited<T>>,
): Promise<T> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectFor(trx, actor, key.projectId, 'draft.write')
    const draft = await getPromptSetForUpdate(trx, key)
    requireEditable(draft.promptSet)
    const edited = await edit(trx, draft)
    if (edited.action !== undefined) await noteEdit(ctx, trx, { actor, draft, edited })
    return edited.result
  })
}

/** Notes an edit of a draft that this transaction holds: its author, the new revision, what it includes, the audit entry. */
export async function noteEdit(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft, edited }: { actor: Actor; draft: DraftState; edited: Edited<unknown> },
): Promise<void> {
  const { key, promptSet } = draft
  const at = ctx.now()
  if (actor.kind === 'user')
    await insertDraftAuthor(trx, key, { userId: actor.id, byKey: actor.apiKey !== undefined }, at)
  await updatePromptSet(trx, key, at, { revision: promptSet.revision + 1 })
  if (promptSet.status === 'REVIEW') {
    const since = await getPromptSetForUpdate(trx, key)
    const { content, digest } = await readDraft(trx, since)
    await freezeIncludes(trx, since, content, at)
    await noteReviewEdit(ctx, trx, { actor, draft }, digest)
  }
  await insertAuditEntry(trx, actor, at, {
    projectId: key.projectId,
    action: edited.action ?? 'prompt_set.edited',
    target: edited.target ?? key.promptSetId,
    etag: edited.etag,
    details: { prompt_set_id: key.promptSetId, revision: promptSet.revision + 1, ...edited.details },
  })
}

/** Refuses an edit of a LOCKED prompt set, and says how to open a draft. */
export function requireEditable({ name, status, locked_version, archived_at }: PromptSet): void {
  if (archived_at !== null) throw archivedError(name)
  if (status !== 'LOCKED') return
  throw new AnvilError(
    'prompt_set.locked',
    `${isolate(name)} is LOCKED at ${locked_version ?? 'its last version'}. Open a new draft first.`,
    { details: { locked_version } },
  )
}

/** What an archived prompt set answers to every change. */
export function archivedError(name: string): AnvilError {
  return new AnvilError('prompt_set.archived', `${isolate(name)} is archived. Bring it back first.`)
}
