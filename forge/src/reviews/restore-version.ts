import type { RestoredDraft, Version } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { checkPreconditions, type Preconditions } from '../http/preconditions.js'
import { getProjectOf } from '../projects/project-store.js'
import { archivedError } from '../prompt-sets/draft-edit.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSet, getPromptSetForUpdate, updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import { getVersion } from '../versions/version-store.js'
import { copyVersionAuthors, insertDraftAuthor } from './draft-author-store.js'
import { readDraft } from './draft-state.js'
import { noteReviewEdit } from './note-review-edit.js'
import { restorePrompts, type RestoredPrompts } from './restore-prompts.js'

const NOTHING: RestoredPrompts = { created: [], changed: [], removed: [] }

/**
 * Makes the draft say what a version says, its included texts too, and opens one where the prompt set is LOCKED. The
 * request names the revision that the person saw, so that no text is replaced which they did not see.
 */
export async function restoreVersion(
  ctx: AppContext,
  actor: UserActor,
  { key, asked }: { key: PromptSetKey; asked: Preconditions },
  number: string,
): Promise<RestoredDraft> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'draft.write')
    const draft = await getPromptSetForUpdate(trx, key)
    const { promptSet } = draft
    if (promptSet.archived_at !== null) throw archivedError(promptSet.name)
    const version = await getVersion(trx, key, number)
    checkPreconditions(asked, 'The draft', { etag: `"${promptSet.revision}"`, shown: promptSet })
    const isOpening = promptSet.status === 'LOCKED'
    const isEdit = (await readDraft(trx, draft)).digest !== version.content_digest
    if (isOpening) await updatePromptSet(trx, key, ctx.now(), { status: 'LIVE' })
    const restored = isEdit ? await replaceDraft(ctx, trx, { actor, draft }, version) : NOTHING
    if (isEdit || isOpening) await noteRestore(ctx, trx, { actor, draft }, { version, restored })
    return { prompt_set: await getPromptSet(trx, key), ...restored }
  })
}

interface Restorer {
  actor: UserActor
  draft: DraftState
}

/**
 * Included texts that the version does not need stay with the draft, for an edit that is undone. What was never locked is
 * still the work of its authors.
 */
async function replaceDraft(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft }: Restorer,
  version: Version,
): Promise<RestoredPrompts> {
  const { snapshot, includes } = await getVersionBundle(trx, version.id)
  const restored = await restorePrompts(ctx, trx, { actor, draft }, snapshot)
  await insertDraftAuthor(trx, draft.key, { userId: actor.id, byKey: actor.apiKey !== undefined }, ctx.now())
  if (version.kind !== 'locked') await copyVersionAuthors(trx, draft.key, version.id, ctx.now())
  await updatePromptSet(trx, draft.key, ctx.now(), {
    includes: { ...draft.includes, ...includes },
    revision: draft.promptSet.revision + 1,
  })
  if (draft.promptSet.status === 'REVIEW') await noteReviewEdit(ctx, trx, { actor, draft }, version.content_digest)
  return restored
}

async function noteRestore(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft: { key, promptSet } }: Restorer,
  { version, restored }: { version: Version; restored: RestoredPrompts },
): Promise<void> {
  await insertAuditEntry(trx, actor, ctx.now(), {
    projectId: key.projectId,
    action: 'draft.restored',
    target: key.promptSetId,
    details: { version: version.version, replaced_status: promptSet.status, ...restored },
  })
}
