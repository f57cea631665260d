import { AnvilError, type Bundle, isolate, LIMITS, type VersionKind } from '@anvil/shared'
import type { CountedApproval, UsedWaiver, Version } from '@anvil/shared/api'
import { contentDigest, sealBundle, type SealedBundle } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { listDraftAuthors, listKeyAuthors } from '../reviews/draft-author-store.js'
import type { Content } from '../reviews/draft-content.js'
import { getVersion, insertVersion } from './version-store.js'

/** What a version is made of. */
export interface VersionInput {
  actor: Actor
  /** The prompt set, held by this transaction: as `getPromptSetForUpdate` gives it. */
  promptSet: DraftState
  content: Content
  kind: VersionKind
  number: string
  requiredApprovals: number
  approvals: readonly CountedApproval[]
  /** The policy that the content was judged by, and the waivers that it needed. */
  policy: { number: number; waivers: readonly UsedWaiver[] }
  note: string
}

/** Makes an immutable version of a content that was found fit for it, in the bytes in which it travels. */
export async function makeVersion(ctx: AppContext, trx: Knex.Transaction, input: VersionInput): Promise<Version> {
  const { actor, content, kind, number, requiredApprovals, approvals, policy, note } = input
  const { key, promptSet } = input.promptSet
  const createdAt = ctx.now()
  const place = { project_id: key.projectId, prompt_set_id: key.promptSetId, prompt_set: promptSet.slug }
  const sealed = seal(promptSet.name, {
    format: 1,
    ...place,
    version: number,
    created_at: createdAt.toISOString(),
    ...content,
  })
  const authors = await listDraftAuthors(trx, key)
  const id = ctx.newId()
  await insertVersion(trx, {
    id,
    key,
    version: number,
    kind,
    sealed,
    requiredApprovals,
    approvals,
    policy,
    note,
    createdAt,
    contentDigest: contentDigest(content),
    promptIds: Object.keys(content.snapshot).sort(),
    authorIds: authors.map((author) => author.id),
    keyAuthorIds: await listKeyAuthors(trx, key),
    createdBy: actor.kind === 'user' ? actor.id : null,
  })
  await insertAuditEntry(trx, actor, createdAt, {
    projectId: key.projectId,
    action: 'version.made',
    target: id,
    details: { prompt_set_id: key.promptSetId, version: number, kind, sha256: sealed.sha256 },
  })
  return getVersion(trx, key, number)
}

function seal(name: string, bundle: Bundle): SealedBundle {
  try {
    return sealBundle(bundle)
  } catch (cause) {
    if (!(cause instanceof AnvilError) || cause.code !== 'bundle.too_large') throw cause
    throw new AnvilError(
      'prompt_set.too_large',
      `${isolate(name)} is too large to be sent to applications. ${cause.message}`,
      {
        cause,
        details: { limit: LIMITS.bundleBytes, gzip_limit: LIMITS.bundleGzipBytes },
      },
    )
  }
}
