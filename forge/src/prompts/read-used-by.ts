import type { UsedByPage, UsedByQuery } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSet } from '../prompt-sets/prompt-set-store.js'
import { includedIds } from '../reviews/draft-content.js'
import { listMentions } from './used-by-store.js'

/** One page of the prompts that include a prompt themselves, in whatever prompt set of the project. */
export async function readUsedBy(
  ctx: AppContext,
  actor: UserActor,
  { key, id }: { key: PromptSetKey; id: string },
  query: UsedByQuery,
): Promise<UsedByPage> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    await getPromptSet(trx, key)
    const found = await listMentions(trx, key, id, { ...query, limit: query.limit + 1 })
    const mentions = found.slice(0, query.limit)
    const next_cursor = found.length > mentions.length ? (mentions.at(-1)?.id ?? null) : null
    const used_by = mentions
      .filter(({ content }) => includedIds(content).includes(id))
      .map(({ content: _content, ...user }) => user)
    return { used_by, next_cursor }
  })
}
