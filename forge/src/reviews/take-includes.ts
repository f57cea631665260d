import { AnvilError } from '@anvil/shared'
import type { Draft } from '@anvil/shared/api'
import { contentDigest } from '@anvil/shared/bundle'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { editDraft } from '../prompt-sets/draft-edit.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { readDraft } from './draft-state.js'
import { resolveIncludes } from './resolve-includes.js'
import { readDraftView } from './draft-view.js'

/** Takes newer texts of these includes, or of all of them, at the latest locked versions: an edit like any other. */
export async function takeIncludes(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  ids: readonly string[] | undefined,
): Promise<Draft> {
  await editDraft(ctx, actor, key, async (trx, draft) => {
    const { content, digest } = await readDraft(trx, draft)
    const wanted = ids ?? Object.keys(content.includes)
    requireCarried(wanted, content.includes)
    const kept = Object.entries(content.includes).filter(([id]) => !wanted.includes(id))
    const taken = await resolveIncludes(trx, key, {
      snapshot: content.snapshot,
      includes: Object.fromEntries(kept),
    })
    const [problem] = taken.problems
    if (problem) throw problem
    if (contentDigest(taken.content) === digest) return { result: undefined }
    await updatePromptSet(trx, key, ctx.now(), { includes: taken.content.includes })
    return { result: undefined, action: 'includes.taken', details: { ids: wanted } }
  })
  return readDraftView(ctx, actor, key, { prompts: 'all' })
}

function requireCarried(ids: readonly string[], includes: Record<string, unknown>): void {
  const unknown = ids.find((id) => !Object.hasOwn(includes, id))
  if (unknown === undefined) return
  throw new AnvilError('include.unknown', `This draft carries no text ${unknown} of another prompt set.`, {
    details: { id: unknown, carried: Object.keys(includes) },
  })
}
