import type { ApprovalList } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { listApprovals } from './approval-store.js'
import type { ApprovedContent } from './approved-content.js'
import { countApprovals, mayApproveOwn } from './counted-approvals.js'
import { listReviewers } from './reviewer-store.js'

/** How a content stands with its approvals. Those given for other contents are listed too: they count again if an edit is undone. */
export async function listApprovalsOf(
  ctx: Pick<AppContext, 'now'>,
  trx: Knex,
  key: PromptSetKey,
  { digest, authors, required, of }: ApprovedContent,
): Promise<ApprovalList> {
  const all = await listApprovals(trx, key)
  const approvals = all.filter((approval) => approval.content_digest === digest)
  const counted = await countApprovals(ctx, trx, key.projectId, { approvals, authors, of })
  const countedUsers = new Set(counted.map(({ user }) => user.id))
  const isAuthor = (id: string): boolean => authors.some((author) => author.id === id)
  const members = await listReviewers(trx, key.projectId)
  const [first] = members
  const isAlone = members.length === 1 && first && (await mayApproveOwn(ctx, trx, key.projectId, first.id))
  return {
    content_digest: digest,
    required,
    given: counted.length,
    approvals: all.map(({ created_at, ...approval }) => ({
      ...approval,
      counts: approval.content_digest === digest && countedUsers.has(approval.user.id),
      created_at: created_at.toISOString(),
    })),
    authors,
    reviewers: isAlone ? members : members.filter(({ id }) => !isAuthor(id)),
  }
}
