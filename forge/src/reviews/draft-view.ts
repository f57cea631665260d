import type { AnvilError } from '@anvil/shared'
import type { ApprovalList, Blocker, Diff, Draft, DraftQuery, PromptProblem } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { judgeContent, type PolicyJudgement } from '../policy/judge-content.js'
import { policyBlocker } from '../policy/policy-blocker.js'
import { getProjectOf } from '../projects/project-store.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForShare } from '../prompt-sets/prompt-set-store.js'
import { compareWithLocked } from '../versions/compare-with-locked.js'
import { lockBlocker, problemsIn } from '../versions/lockable.js'
import { approvalBlocker } from './approval-blocker.js'
import { listApprovalsOf } from './approval-list.js'
import { currentContent } from './approved-content.js'
import { type DraftContent, readDraft } from './draft-state.js'
import { findIncludeNews } from './include-news.js'

/** A draft as it would be locked, what it changes, and what is missing until then. */
export async function readDraftView(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  { prompts }: DraftQuery,
): Promise<Draft> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    const draft = await getPromptSetForShare(trx, key)
    const { promptSet } = draft
    const read = await readDraft(trx, draft)
    const { content, digest } = read
    const { diff, proposed } = await compareWithLocked(trx, key, content)
    const problems = problemsIn(content)
    const judgement = await judgeContent(ctx, trx, key, { content, problems })
    const approvals = await listApprovalsOf(ctx, trx, key, await currentContent(trx, draft))
    const isIdentical = proposed === null
    return {
      prompt_set: promptSet,
      ...content,
      snapshot: prompts === 'all' ? content.snapshot : changedOf(content.snapshot, diff),
      content_digest: digest,
      locked_version: promptSet.locked_version,
      proposed_version: proposed,
      diff,
      problems,
      include_news: promptSet.status === 'LOCKED' ? [] : await findIncludeNews(trx, key, content),
      approvals,
      findings: judgement.findings,
      blocked_by: isIdentical ? [] : blockersOf(read, { problems, approvals, judgement }),
    }
  })
}

function changedOf(snapshot: Draft['snapshot'], { added, changed }: Diff): Draft['snapshot'] {
  const ids = new Set([...added, ...changed.map(({ id }) => id)])
  return Object.fromEntries(Object.entries(snapshot).filter(([id]) => ids.has(id)))
}

interface Judged {
  problems: Record<string, PromptProblem[]>
  approvals: ApprovalList
  judgement: PolicyJudgement
}

function blockersOf({ content, includeProblems }: DraftContent, { problems, approvals, judgement }: Judged): Blocker[] {
  const { required, given } = approvals
  const unfit = lockBlocker(content, problems)
  const stopped = policyBlocker(unfit ? withoutLint(judgement) : judgement)
  const found = [...includeProblems, unfit, stopped, approvalBlocker(required, given)]
  return found.filter((error): error is AnvilError => error !== undefined).map((error) => error.toJSON().error)
}

/** What can't be rendered is said once. */
function withoutLint({ findings, ...judgement }: PolicyJudgement): PolicyJudgement {
  return { ...judgement, findings: findings.filter(({ rule }) => rule !== 'lint') }
}
