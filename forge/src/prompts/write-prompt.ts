import { AnvilError, type BundledPrompt, isolate, LIMITS } from '@anvil/shared'
import type { PromptInput } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { idTaken } from './id-taken.js'
import { contentOf, isSame } from './prompt-content.js'
import type { StoredPrompt } from './prompt-row.js'
import { insertPrompt, updatePrompt } from './prompt-store.js'

/** One prompt to write, and what stands there. */
export interface PromptWrite {
  id: string
  input: PromptInput
  before: StoredPrompt | undefined
}

/** What a write did, and what the prompt says since. */
export interface Written {
  did: 'created' | 'changed' | 'unchanged'
  content: BundledPrompt
}

/** Writes a prompt into a draft that this transaction holds; text that is there already changes nothing. */
export async function writePrompt(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft }: { actor: UserActor; draft: DraftState },
  { id, input, before }: PromptWrite,
): Promise<Written> {
  const content = contentOf(input, before?.content)
  if (before && isSame(before.content, content)) return { did: 'unchanged', content }
  const edit = { content, userId: actor.id, at: ctx.now() }
  if (before) {
    await updatePrompt(trx, before, edit)
    return { did: 'changed', content }
  }
  if (!(await insertPrompt(trx, draft.key, { rowId: ctx.newId(), id }, edit))) throw await idTaken(trx, draft.key, id)
  return { did: 'created', content }
}

/** Refuses more prompts than a set may hold. */
export function requireRoomFor(draft: DraftState, more: number): void {
  const count = draft.promptSet.prompt_count + more
  if (count <= LIMITS.promptsPerSet) return
  throw new AnvilError(
    'request.too_large',
    `${isolate(draft.promptSet.name)} would hold ${count} prompts; at most ${LIMITS.promptsPerSet} fit. Use another prompt set.`,
    { details: { limit: LIMITS.promptsPerSet } },
  )
}
