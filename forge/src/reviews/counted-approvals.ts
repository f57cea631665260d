import type { CountedApproval, Person } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getRequiredApprovals } from '../projects/required-approvals-store.js'
import { listApprovals, type StoredApproval } from './approval-store.js'
import { listDraftAuthors } from './draft-author-store.js'
import { isOnlyReviewer, listReviewers } from './reviewer-store.js'

/** Whether this person is the only one who could have reviewed in the last seven days, so that they may approve their own. */
export async function mayApproveOwn(
  ctx: Pick<AppContext, 'now'>,
  trx: Knex,
  projectId: string,
  userId: string,
): Promise<boolean> {
  return isOnlyReviewer(trx, projectId, userId, ctx.now())
}

interface Judged {
  approvals: readonly StoredApproval[]
  authors: readonly Person[]
  /** What a version was locked by stays what it was; of a draft only those count who may review it today. */
  of: 'draft' | 'locked version'
}

/** Of these approvals, those that count beside these authors, as they would be stored with a version. */
export async function countApprovals(
  ctx: Pick<AppContext, 'now'>,
  trx: Knex,
  projectId: string,
  { approvals, authors, of }: Judged,
): Promise<CountedApproval[]> {
  const counted: CountedApproval[] = []
  const reviewers = of === 'draft' && approvals.length > 0 ? await listReviewers(trx, projectId) : undefined
  for (const { user, created_at } of approvals) {
    if (reviewers && !reviewers.some((reviewer) => reviewer.id === user.id)) continue
    const own_work = authors.some((author) => author.id === user.id)
    if (own_work && !(await mayApproveOwn(ctx, trx, projectId, user.id))) continue
    counted.push({ user, own_work, created_at: created_at.toISOString() })
  }
  return counted
}

/** How many approvals a draft needs, and those given for exactly this content that count. */
export async function countedApprovals(
  ctx: Pick<AppContext, 'now'>,
  trx: Knex,
  key: PromptSetKey,
  digest: string,
): Promise<{ requiredApprovals: number; approvals: CountedApproval[] }> {
  const approvals = await listApprovals(trx, key, digest)
  const authors = await listDraftAuthors(trx, key)
  return {
    requiredApprovals: await getRequiredApprovals(trx, key.projectId),
    approvals: await countApprovals(ctx, trx, key.projectId, { approvals, authors, of: 'draft' }),
  }
}
