import type { BundledPrompt } from '@anvil/shared'
import type { IncludedTextList } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import { findPrompts, getPrompt } from '../prompts/prompt-store.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForShare } from '../prompt-sets/prompt-set-store.js'
import type { Content } from './draft-content.js'
import { followIncludes } from './include-graph.js'
import { findIncludeNews } from './include-news.js'
import { toIncludedTexts } from './included-texts.js'
import { resolveIncludes, type Resolved } from './resolve-includes.js'

/** The texts that a prompt includes as it is saved, or those of `ids`, as it is being written; with what these include. */
export async function readIncludedTexts(
  ctx: AppContext,
  actor: UserActor,
  { key, id }: { key: PromptSetKey; id: string },
  ids: readonly string[] | undefined,
): Promise<IncludedTextList> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    const draft = await getPromptSetForShare(trx, key)
    const { content } = await getPrompt(trx, key, id)
    const resolved = await resolveFrom(trx, draft, { [id]: ids ? including(ids) : content })
    const news = await findIncludeNews(trx, key, resolved.content)
    return { includes: await toIncludedTexts(trx, draft, { id, resolved, news }) }
  })
}

const including = (ids: readonly string[]): BundledPrompt => ({
  kind: 'text',
  template: ids.map((id) => `{{> ${id}}}`).join(''),
  delimiters: null,
  variables: {},
  metadata: {},
})

/** Resolves the includes of some prompts of a draft, reading no more of the draft than what these lead to. */
async function resolveFrom(trx: Knex, draft: DraftState, start: Content['snapshot']): Promise<Resolved> {
  const asked = new Set(Object.keys(start))
  const snapshot = { ...start }
  let includes = draft.includes
  for (;;) {
    const open = idsIn({ snapshot, includes }).filter((id) => !asked.has(id))
    for (const id of open) asked.add(id)
    for (const [id, { content }] of await findPrompts(trx, draft.key, open)) snapshot[id] = content
    const resolved = await resolveIncludes(trx, draft.key, { snapshot, includes })
    includes = { ...includes, ...resolved.content.includes }
    if (idsIn({ snapshot, includes }).every((id) => asked.has(id))) return resolved
  }
}

function idsIn(content: Content): string[] {
  const { needed, missing } = followIncludes(content)
  return [...needed, ...missing.map(({ id }) => id)]
}
