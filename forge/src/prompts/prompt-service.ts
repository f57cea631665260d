import type { BundledPrompt } from '@anvil/shared'
import type { Prompt, PromptInput } from '@anvil/shared/api'
import { canonicalBytes, sha256Hex } from '@anvil/shared/bundle'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { checkPreconditions, type Preconditions } from '../http/preconditions.js'
import { editDraft } from '../prompt-sets/draft-edit.js'
import { promptFindings } from '../policy/prompt-findings.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { toCurrent, toPrompt } from './prompt-resource.js'
import { deletePrompts, findPrompt, getPrompt } from './prompt-store.js'
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
    const { did, content } = await writePrompt(ctx, trx, { actor, draft }, { id, input, before })
    const stored = await getPrompt(trx, key, id)
    const prompt = toPrompt(stored, await promptFindings(ctx, trx, key, { [id]: stored.content }))
    const result = { prompt, did }
    if (did === 'unchanged') return { result }
    const details = { sha256: digestOf(content), ...(before && { before: { sha256: digestOf(before.content) } }) }
    return { result, action: `prompt.${did}`, target: id, etag: prompt.etag, details }
  })
}

/** Takes one prompt out of the draft. */
export async function removePrompt(ctx: AppContext, actor: UserActor, { key, id, asked }: PromptTarget): Promise<void> {
  await editDraft(ctx, actor, key, async (trx) => {
    const before = asked.ifMatch === undefined ? await getPrompt(trx, key, id) : await findPrompt(trx, key, id)
    checkPreconditions(asked, `The prompt ${id}`, toCurrent(before))
    await deletePrompts(trx, key, [id])
    const details = before && { before: { sha256: digestOf(before.content) } }
    return { result: undefined, action: 'prompt.deleted', target: id, ...(details && { details }) }
  })
}

/** What stands in the trail for what a prompt says, which may be long. */
const digestOf = (content: BundledPrompt): string => sha256Hex(canonicalBytes(content))
