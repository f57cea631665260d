import { AnvilError, isolate } from '@anvil/shared'
import type { ApprovalList } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import { archivedError } from '../prompt-sets/draft-edit.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForShare, getPromptSetForUpdate } from '../prompt-sets/prompt-set-store.js'
import { deleteApproval, insertApproval } from './approval-store.js'
import { listApprovalsOf } from './approval-list.js'
import { approvedContent, currentContent } from './approved-content.js'
import { mayApproveOwn } from './counted-approvals.js'

/** Approves exactly one content: the draft's in review, or that of a locked version. A second time changes nothing. */
export async function approve(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  contentDigest: string,
): Promise<{ list: ApprovalList; isNew: boolean }> {
  return ctx.asActor(actor, async (trx) => {
    const draft = await holdForApproval(trx, actor, key)
    const content = await approvedContent(ctx, trx, draft, contentDigest)
    const own_work = content.authors.some((author) => author.id === actor.id)
    if (own_work && !(await mayApproveOwn(ctx, trx, key.projectId, actor.id))) throw ownWork(draft.promptSet.name)
    const created_at = ctx.now()
    const approval = { id: ctx.newId(), content_digest: contentDigest, user_id: actor.id, own_work, created_at }
    const isNew = await insertApproval(trx, key, approval)
    if (isNew) {
      await insertAuditEntry(trx, actor, created_at, {
        projectId: key.projectId,
        action: 'approval.given',
        target: key.promptSetId,
        details: { content_digest: contentDigest, own_work },
      })
    }
    return { list: await listApprovalsOf(ctx, trx, key, content), isNew }
  })
}

/** How what the prompt set says now stands with its approvals. */
export async function readApprovals(ctx: AppContext, actor: UserActor, key: PromptSetKey): Promise<ApprovalList> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor.id, key.projectId)
    const draft = await getPromptSetForShare(trx, key)
    return listApprovalsOf(ctx, trx, key, await currentContent(trx, draft))
  })
}

/** Takes back one's own approval of what the prompt set says now. */
export async function withdrawApproval(ctx: AppContext, actor: UserActor, key: PromptSetKey): Promise<void> {
  await ctx.asActor(actor, async (trx) => {
    const draft = await holdForApproval(trx, actor, key)
    const { digest } = await currentContent(trx, draft)
    if (!(await deleteApproval(trx, key, digest, actor.id))) {
      throw new AnvilError(
        'approval.not_found',
        'You have given no approval for what this prompt set says now, so there is none to take back.',
      )
    }
    await insertAuditEntry(trx, actor, ctx.now(), {
      projectId: key.projectId,
      action: 'approval.withdrawn',
      target: key.promptSetId,
      details: { content_digest: digest },
    })
  })
}

async function holdForApproval(trx: Knex.Transaction, actor: UserActor, key: PromptSetKey): Promise<DraftState> {
  await getProjectOf(trx, actor.id, key.projectId)
  const draft = await getPromptSetForUpdate(trx, key)
  if (draft.promptSet.archived_at !== null) throw archivedError(draft.promptSet.name)
  return draft
}

function ownWork(name: string): AnvilError {
  return new AnvilError(
    'approval.own_work',
    `Your own work is in this draft of ${isolate(name)}, so somebody else has to approve it.`,
  )
}
