import { AnvilError, type BundledPrompt } from '@anvil/shared'
import type { PromptSet, PutPromptsInput, PutPromptsResult } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { checkPreconditions, type Preconditions } from '../http/preconditions.js'
import { editDraft } from '../prompt-sets/draft-edit.js'
import { promptFindings } from '../policy/prompt-findings.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { problemsOf } from './prompt-problems.js'
import { findPrompts } from './prompt-store.js'
import { requireRoomFor, writePrompt } from './write-prompt.js'

/**
 * Writes several prompts in one edit, all or none. Those that are there already are changed only with the prompt set's
 * ETag as the person saw it; with `If-None-Match: *` all of them must be new.
 */
export async function putPrompts(
  ctx: AppContext,
  actor: UserActor,
  { key, asked }: { key: PromptSetKey; asked: Preconditions },
  { prompts }: PutPromptsInput,
): Promise<PutPromptsResult> {
  return editDraft(ctx, actor, key, async (trx, draft) => {
    const ids = Object.keys(prompts).sort()
    const stored = await findPrompts(trx, key, ids)
    checkAsked(asked, draft.promptSet, [...stored.keys()])
    requireRoomFor(draft, ids.length - stored.size)
    const result: PutPromptsResult = { revision: 0, created: [], changed: [], unchanged: [], problems: {} }
    const written: Record<string, BundledPrompt> = {}
    for (const id of ids) {
      const input = prompts[id]
      if (!input) continue
      const { did, content } = await writePrompt(ctx, trx, { actor, draft }, { id, input, before: stored.get(id) })
      if (did === 'changed' && asked.ifMatch === undefined) throw notSeen(id)
      result[did].push(id)
      written[id] = content
    }
    const found = await promptFindings(ctx, trx, key, written)
    for (const [id, content] of Object.entries(written)) {
      const problems = [...problemsOf(content), ...(found[id] ?? [])]
      if (problems.length > 0) result.problems[id] = problems
    }
    const isEdit = result.created.length + result.changed.length > 0
    result.revision = draft.promptSet.revision + (isEdit ? 1 : 0)
    if (!isEdit) return { result }
    return { result, action: 'prompts.put', details: { created: result.created, changed: result.changed } }
  })
}

/** Refuses several writes that did not look at what is there, or came after another edit. */
export function checkAsked(asked: Preconditions, promptSet: PromptSet, existing: readonly string[]): void {
  if (asked.ifMatch !== undefined) {
    checkPreconditions(asked, 'The prompt set', { etag: `"${promptSet.revision}"`, shown: promptSet })
  }
  if (!asked.mustBeNew || existing.length === 0) return
  throw new AnvilError(
    'request.precondition_failed',
    `Some of these prompts are there already: ${existing.slice(0, 3).join(', ')}. Read them first, then change them.`,
    { details: { existing } },
  )
}

/** The error for a change of a prompt by somebody who did not say what they saw. */
export function notSeen(id: string): AnvilError {
  return new AnvilError(
    'request.precondition_required',
    `${id} is there already and says something else. So that nobody's text is lost, read the prompt set first, and say which state of it you change.`,
    { details: { id } },
  )
}
