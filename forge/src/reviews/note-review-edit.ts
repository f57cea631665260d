import type { Person } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { listApprovals } from './approval-store.js'
import { countApprovals } from './counted-approvals.js'
import { listDraftAuthors } from './draft-author-store.js'
import { noteReviewEvent } from './note-review-event.js'
import { findLastReviewEvent } from './review-event-store.js'
import { findOpenReview, updateReview } from './review-store.js'

/**
 * Tells the open review that its draft says something else: whose approvals that makes void, and whose count again since
 * an edit was undone. Edits of one person that change nothing of that are told once.
 */
export async function noteReviewEdit(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft: { key } }: { actor: Actor; draft: DraftState },
  digest: string,
): Promise<void> {
  const review = await findOpenReview(trx, key)
  if (!review || review.current_digest === digest) return
  await updateReview(trx, review, { current_digest: digest })
  const voided = (await listApprovals(trx, key, review.current_digest)).map(({ user }) => user)
  const revived = await revivedOf(ctx, trx, key, digest)
  const isQuiet = voided.length + revived.length === 0
  const last = isQuiet ? await findLastReviewEvent(trx, review) : undefined
  if (last?.kind === 'edited' && last.by?.id === (actor.kind === 'user' ? actor.id : undefined)) return
  await noteReviewEvent(
    ctx,
    trx,
    { actor, review },
    { kind: 'edited', contentDigest: digest, details: { voided, revived } },
  )
}

/** Who approved this content before, and counts. */
export async function revivedOf(
  ctx: AppContext,
  trx: Knex.Transaction,
  key: DraftState['key'],
  digest: string,
): Promise<Person[]> {
  const approvals = await listApprovals(trx, key, digest)
  const counted = await countApprovals(ctx, trx, key.projectId, {
    approvals,
    authors: await listDraftAuthors(trx, key),
    of: 'draft',
  })
  return counted.map(({ user }) => user)
}
