import type { BundledPrompt } from '@anvil/shared'
import type { RestoredDraft } from '@anvil/shared/api'
import { canonicalText } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { idTaken } from '../prompts/id-taken.js'
import { deletePrompts, readSnapshot, upsertPrompts } from '../prompts/prompt-store.js'
import type { Move } from './move.js'

/** The ids of the prompts that differed. */
export type RestoredPrompts = Omit<RestoredDraft, 'prompt_set'>

/** Makes the prompts of a draft say what a snapshot says; those that say it already stay as they are. */
export async function restorePrompts(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft: { key } }: Pick<Move, 'actor' | 'draft'>,
  snapshot: Readonly<Record<string, BundledPrompt>>,
): Promise<RestoredPrompts> {
  const now = await readSnapshot(trx, key)
  const removed = Object.keys(now).filter((id) => !Object.hasOwn(snapshot, id))
  await deletePrompts(trx, key, removed)
  const others = Object.entries(snapshot)
    .filter(([id, content]) => !Object.hasOwn(now, id) || canonicalText(now[id]) !== canonicalText(content))
    .map(([id, content]) => ({ id, content, rowId: ctx.newId() }))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
  const taken = await upsertPrompts(trx, key, others, { userId: actor.id, at: ctx.now() })
  if (taken !== undefined) throw await idTaken(trx, key, taken)
  const isThere = ({ id }: { id: string }): boolean => Object.hasOwn(now, id)
  return {
    created: others.filter((prompt) => !isThere(prompt)).map(({ id }) => id),
    changed: others.filter(isThere).map(({ id }) => id),
    removed: removed.sort(),
  }
}
