import { AnvilError } from '@anvil/shared'
import type { Prompt, PromptInput, PutPromptsInput, PutPromptsResult } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { checkPreconditions, type Preconditions } from '../http/preconditions.js'
import { editDraft } from '../prompt-sets/draft-edit.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { problemsOf } from './prompt-problems.js'
import { toCurrent, toPrompt } from './prompt-resource.js'
import { deletePrompts, findPrompt, findPrompts, getPrompt } from './prompt-store.js'
import { requireRoomFor, type Written, writePrompt } from './write-prompt.js'

/** A prompt of a set, and what the request asks of its state. */
export interface PromptTarget {
  key: PromptSetKey
  id: string
  asked: Preconditions
}

/** Writes one prompt, new or as an edit of what the person saw. */
export async function putPrompt(
  ctx: AppContext,
  actor: UserActor,
  { key, id, asked }: PromptTarget,
  input: PromptInput,
): Promise<{ prompt: Prompt; did: Written['did'] }> {
  return editDraft(ctx, actor, key, async (trx, draft) => {
    const before = await findPrompt(trx, key, id)
    checkPreconditions(asked, `The prompt ${id}`, toCurrent(before))
    if (!before) requireRoomFor(draft, 1)
    const { did } = await writePrompt(ctx, trx, { actor, draft }, { id, input, before })
    const result = { prompt: toPrompt(await getPrompt(trx, key, id)), did }
    return did === 'unchanged' ? { result } : { result, action: `prompt.${did}`, target: id }
  })
}

/** Takes one prompt out of the draft. */
export async function removePrompt(ctx: AppContext, actor: UserActor, { key, id, asked }: PromptTarget): Promise<void> {
  await editDraft(ctx, actor, key, async (trx) => {
    const before = asked.ifMatch === undefined ? await getPrompt(trx, key, id) : await findPrompt(trx, key, id)
    checkPreconditions(asked, `The prompt ${id}`, toCurrent(before))
    await deletePrompts(trx, key, [id])
    return { result: undefined, action: 'prompt.deleted', target: id }
  })
}

/**
 * Writes several prompts in one edit, all or none. It needs the prompt set's ETag as the person saw it, or with
 * `If-None-Match: *` makes new prompts only.
 */
export async function putPrompts(
  ctx: AppContext,
  actor: UserActor,
  { key, asked }: Omit<PromptTarget, 'id'>,
  { prompts }: PutPromptsInput,
): Promise<PutPromptsResult> {
  return editDraft(ctx, actor, key, async (trx, draft) => {
    const ids = Object.keys(prompts).sort()
    const stored = await findPrompts(trx, key, ids)
    if (asked.mustBeNew) requireNew([...stored.keys()])
    else checkPreconditions(asked, 'The prompt set', setAsCurrent(draft.promptSet))
    requireRoomFor(draft, ids.length - stored.size)
    const result: PutPromptsResult = { revision: 0, created: [], changed: [], unchanged: [], problems: {} }
    for (const id of ids) {
      const input = prompts[id]
      if (!input) continue
      const { did, content } = await writePrompt(ctx, trx, { actor, draft }, { id, input, before: stored.get(id) })
      result[did].push(id)
      const problems = problemsOf(content)
      if (problems.length > 0) result.problems[id] = problems
    }
    const isEdit = result.created.length + result.changed.length > 0
    result.revision = draft.promptSet.revision + (isEdit ? 1 : 0)
    if (!isEdit) return { result }
    return { result, action: 'prompts.put', details: { created: result.created, changed: result.changed } }
  })
}

function requireNew(existing: readonly string[]): void {
  if (existing.length === 0) return
  throw new AnvilError(
    'request.precondition_failed',
    `${existing.slice(0, 3).join(', ')} ${existing.length === 1 ? 'is' : 'are'} there already. To change prompts, send the prompt set's ETag as If-Match.`,
    { details: { existing } },
  )
}

function setAsCurrent(promptSet: { revision: number }) {
  return { etag: `"${promptSet.revision}"`, shown: promptSet }
}
