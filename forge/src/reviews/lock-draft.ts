import { AnvilError, isolate, VersionKind } from '@anvil/shared'
import type { Version } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { auditUsedWaivers, passPolicy } from '../policy/pass-policy.js'
import { updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { compareWithLocked } from '../versions/compare-with-locked.js'
import { requireLockable } from '../versions/lockable.js'
import { chooseNumber } from '../versions/propose-number.js'
import { makeVersion } from '../versions/version-service.js'
import { findVersion } from '../versions/version-store.js'
import { deleteUncarriedApprovals } from './approval-store.js'
import { approvalBlocker } from './approval-blocker.js'
import { countedApprovals } from './counted-approvals.js'
import { deleteDraftAuthors } from './draft-author-store.js'
import type { Content } from './draft-content.js'
import { freezeDraft, requireSeen } from './draft-state.js'
import { endReview } from './end-review.js'
import { auditMove, type Move } from './move.js'

/**
 * REVIEW → LOCKED: makes a version of exactly the content that the request names, if enough people approved it. A draft
 * that says what the last locked version says returns to that one.
 */
export async function lockDraft(ctx: AppContext, trx: Knex.Transaction, move: Move): Promise<Version> {
  const { draft, input } = move
  const { key, promptSet } = draft
  if (input.content_digest === undefined) {
    throw new AnvilError(
      'request.invalid',
      'A lock names the content it locks: send the `content_digest` of the draft, so that no edit slips in.',
    )
  }
  if (promptSet.prompt_count === 0)
    throw new AnvilError('prompt_set.empty', `${isolate(promptSet.name)} has no prompts.`)
  const at = ctx.now()
  const { content, digest } = await freezeDraft(trx, draft, at)
  requireSeen(digest, input.content_digest)
  const version = await versionOf(ctx, trx, move, { content, digest })
  await endReview(ctx, trx, move, { outcome: 'locked', version: version.version })
  await updatePromptSet(trx, key, at, {
    status: 'LOCKED',
    locked_version_id: version.id,
    includes: content.includes,
  })
  await deleteDraftAuthors(trx, key)
  await deleteUncarriedApprovals(trx, key, VersionKind.options)
  await auditMove(ctx, trx, move, {
    action: 'prompt_set.locked',
    details: { version: version.version, own_work: version.approvals.some((approval) => approval.own_work) },
  })
  return version
}

async function versionOf(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft, input }: Move,
  { content, digest }: { content: Content; digest: string },
): Promise<Version> {
  const { locked, proposed } = await compareWithLocked(trx, draft.key, content)
  if (proposed === null) return locked
  requireLockable(content)
  const policy = await passPolicy(ctx, trx, draft.key, { content })
  const approved = await countedApprovals(ctx, trx, draft.key, digest)
  const missing = approvalBlocker(approved.requiredApprovals, approved.approvals.length)
  if (missing) throw missing
  const { version: chosen } = input
  if (chosen !== undefined && (await findVersion(trx, draft.key, chosen))) {
    throw new AnvilError(
      'version.number_taken',
      `There is a version ${chosen} already. Leave the number out, or choose ${proposed} or higher.`,
      { details: { proposed } },
    )
  }
  const number = chooseNumber(proposed, chosen)
  const { note } = input
  const version = await makeVersion(ctx, trx, {
    actor,
    promptSet: draft,
    content,
    kind: 'locked',
    number,
    ...approved,
    policy,
    note,
  })
  await auditUsedWaivers(ctx, trx, { actor, draft }, version)
  return version
}
