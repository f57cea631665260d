import type {
  FoundPrompts,
  Prompt,
  PromptPage,
  PromptQuery,
  PromptSearchQuery,
  PromptTree,
  PromptTreeQuery,
} from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import { promptFindings } from '../policy/prompt-findings.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForShare } from '../prompt-sets/prompt-set-store.js'
import { searchPrompts } from './prompt-search-store.js'
import { toPrompt } from './prompt-resource.js'
import { getPrompt, listPrompts } from './prompt-store.js'
import { countPrompts, listBranches } from './prompt-tree-store.js'

/** One page of a draft's prompts, with the prompt set's ETag at that moment. */
export async function readPromptPage(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  query: PromptQuery,
): Promise<{ page: PromptPage; etag: string }> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    const { promptSet } = await getPromptSetForShare(trx, key)
    const found = await listPrompts(trx, key, { ...query, limit: query.limit + 1 })
    const prompts = found.prompts.slice(0, query.limit)
    const next_cursor = found.prompts.length > prompts.length ? (prompts.at(-1)?.id ?? null) : null
    const count = found.count ?? (query.cursor === undefined ? 0 : await countPrompts(trx, key, query))
    const { revision } = promptSet
    return {
      page: { prompts: prompts.map((prompt) => toPrompt(prompt)), count, revision, next_cursor },
      etag: `"${revision}"`,
    }
  })
}

/** The branches that the ids of a draft's prompts have by their dots, one level, with how many prompts each has. */
export async function readPromptTree(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  query: PromptTreeQuery,
): Promise<PromptTree> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    await getPromptSetForShare(trx, key)
    const found = await listBranches(trx, key, { ...query, limit: query.limit + 1 })
    const branches = found.branches.slice(0, query.limit)
    const next_cursor = found.branches.length > branches.length ? (branches.at(-1)?.id ?? null) : null
    return { count: found.count, branches, next_cursor }
  })
}

/** One prompt of a draft. */
export async function readPrompt(ctx: AppContext, actor: UserActor, key: PromptSetKey, id: string): Promise<Prompt> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    await getPromptSetForShare(trx, key)
    const stored = await getPrompt(trx, key, id)
    return toPrompt(stored, await promptFindings(ctx, trx, key, { [id]: stored.content }))
  })
}

/** The prompts of a project that have a text in their ids or templates, the best matches. */
export async function findPromptsByText(
  ctx: AppContext,
  actor: UserActor,
  projectId: string,
  query: PromptSearchQuery,
): Promise<FoundPrompts> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, projectId, 'project.read')
    return { prompts: await searchPrompts(trx, projectId, query) }
  })
}
