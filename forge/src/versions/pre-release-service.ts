import { AnvilError, isolate } from '@anvil/shared'
import type { Version } from '@anvil/shared/api'
import type { Knex } from 'knex'
import semver from 'semver'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { passPolicy } from '../policy/pass-policy.js'
import { archivedError } from '../prompt-sets/draft-edit.js'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { countedApprovals } from '../reviews/counted-approvals.js'
import { freezeDraft, requireSeen } from '../reviews/draft-state.js'
import { compareWithLocked } from './compare-with-locked.js'
import { requireLockable } from './lockable.js'
import { nextPreRelease, raise } from './propose-number.js'
import { makeVersion } from './version-service.js'
import { findVersion, listNumbersFrom } from './version-store.js'

/** Which draft to make a pre-release of; held by this transaction, as `getPromptSetForUpdate` gives it. */
export interface PreReleaseInput {
  actor: Actor
  promptSet: DraftState
  /** The content that the person saw; `prompt_set.draft_changed` if the draft says something else by now. */
  contentDigest?: string | undefined
  note?: string | undefined
}

/**
 * Makes an immutable pre-release of an open draft, such as `1.4.0-live.3`, with its includes frozen; a draft that the
 * newest pre-release of its number and kind holds already is that one.
 */
export async function makePreRelease(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, promptSet, note = '', contentDigest: seen }: PreReleaseInput,
): Promise<Version> {
  const { key } = promptSet
  const kind = openKind(promptSet)
  const { content, digest } = await freezeDraft(trx, promptSet, ctx.now())
  requireSeen(digest, seen)
  requireLockable(content)
  const policy = await passPolicy(ctx, trx, key, { content, running: [] })
  const compared = await compareWithLocked(trx, key, content)
  const base = compared.proposed ?? raise(compared.locked.version, 'patch')
  const existing = await listNumbersFrom(trx, key, `${base}-${kind}.`)
  const last = existing.sort(semver.rcompare)[0]
  const newest = last === undefined ? undefined : await findVersion(trx, key, last)
  if (newest?.content_digest === digest) return newest
  return makeVersion(ctx, trx, {
    actor,
    promptSet,
    content,
    kind,
    note,
    policy,
    number: nextPreRelease(base, kind, existing),
    ...(await countedApprovals(ctx, trx, key, digest)),
  })
}

function openKind({ promptSet }: DraftState): 'review' | 'live' {
  if (promptSet.archived_at !== null) throw archivedError(promptSet.name)
  if (promptSet.status !== 'LOCKED') return promptSet.status === 'REVIEW' ? 'review' : 'live'
  throw new AnvilError(
    'prompt_set.locked',
    `${isolate(promptSet.name)} is LOCKED, so there is no draft. Publish its version ${promptSet.locked_version}.`,
    { details: { locked_version: promptSet.locked_version } },
  )
}
