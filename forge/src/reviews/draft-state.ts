import { contentDigest } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { readSnapshot } from '../prompts/prompt-store.js'
import type { Content } from './draft-content.js'
import { resolveIncludes } from './resolve-includes.js'

/** A draft as it would be locked now: what it says, the digest of that, and what is wrong with its includes. */
export interface DraftContent {
  content: Content
  digest: string
  includeProblems: AnvilError[]
}

/** Reads a draft: the texts frozen for it stay, and includes that are new to it are looked up. */
export async function readDraft(trx: Knex, draft: DraftState): Promise<DraftContent> {
  const given = { snapshot: await readSnapshot(trx, draft.key), includes: draft.includes }
  const { content, problems } = await resolveIncludes(trx, draft.key, given)
  return { content, digest: contentDigest(content), includeProblems: problems }
}

/** Reads a draft whose includes must all be there, and freezes them with it. */
export async function freezeDraft(trx: Knex.Transaction, draft: DraftState, at: Date): Promise<DraftContent> {
  const read = await readDraft(trx, draft)
  const [problem] = read.includeProblems
  if (problem) throw problem
  await freezeIncludes(trx, draft, read.content, at)
  return read
}

/** Keeps the included texts of a content with its draft; those not needed at the moment stay too, for an edit that is undone. */
export async function freezeIncludes(
  trx: Knex.Transaction,
  draft: DraftState,
  { includes }: Content,
  at: Date,
): Promise<void> {
  if (Object.keys(includes).every((id) => includes[id] === draft.includes[id])) return
  await updatePromptSet(trx, draft.key, at, { includes: { ...draft.includes, ...includes } })
}

/** Refuses where a draft says something else than the person saw. */
export function requireSeen(digest: string, seen: string | undefined): void {
  if (seen !== undefined && seen !== digest) throw draftChanged(digest, seen)
}

/** The error for a person who decides about another content than there is now. */
export function draftChanged(digest: string, seen: string): AnvilError {
  return new AnvilError(
    'prompt_set.draft_changed',
    'The draft was changed since you looked at it. Read it again and decide anew.',
    { details: { content_digest: digest, seen } },
  )
}
