import { AnvilError, isolate, LIMITS } from '@anvil/shared'
import type { ChangePromptSetInput, CreatePromptSetInput, PromptSet } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import { withBefore } from '../audit/with-before.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { lockProject } from '../projects/project-lock-store.js'
import { getProjectOf } from '../projects/project-store.js'
import { deletePromptSet, hasVersions, wasPublished } from './delete-prompt-set-store.js'
import type { PromptSetKey } from './prompt-set-row.js'
import {
  countPromptSets,
  getPromptSet,
  getPromptSetForUpdate,
  insertPromptSet,
  type PromptSetChange,
  updatePromptSet,
} from './prompt-set-store.js'

/** Makes a prompt set, LIVE and empty. */
export async function createPromptSet(
  ctx: AppContext,
  actor: UserActor,
  projectId: string,
  input: CreatePromptSetInput,
): Promise<PromptSet> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, projectId, 'draft.write')
    await requireRoom(trx, projectId)
    const { name, description } = input
    const id = ctx.newId()
    const created_at = ctx.now()
    const place = { id, project_id: projectId, created_at }
    const slug = await insertPromptSet(trx, { ...place, name, slug: input.slug, description })
    await insertAuditEntry(trx, actor, created_at, {
      projectId,
      action: 'prompt_set.created',
      target: id,
      details: { name, slug },
    })
    return getPromptSet(trx, { projectId, promptSetId: id })
  })
}

/** Names, describes, archives or brings back a prompt set. */
export async function changePromptSet(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  { archived, name, description }: ChangePromptSetInput,
): Promise<PromptSet> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'draft.write')
    const { promptSet } = await getPromptSetForUpdate(trx, key)
    const at = ctx.now()
    const change: PromptSetChange = {}
    if (name !== undefined) change.name = name
    if (description !== undefined) change.description = description
    if (archived !== undefined && archived !== (promptSet.archived_at !== null))
      change.archived_at = archived ? at : null
    if (Object.keys(change).length === 0) return promptSet
    await updatePromptSet(trx, key, at, change)
    await insertAuditEntry(trx, actor, at, {
      projectId: key.projectId,
      action: 'prompt_set.changed',
      target: key.promptSetId,
      details: withBefore(promptSet, change),
    })
    return getPromptSet(trx, key)
  })
}

/** Deletes a prompt set that has no versions; one that has, or was published, can only be archived. */
export async function removePromptSet(ctx: AppContext, actor: UserActor, key: PromptSetKey): Promise<void> {
  await ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'draft.write')
    const { promptSet } = await getPromptSetForUpdate(trx, key)
    await requireDeletable(trx, key, promptSet)
    await deletePromptSet(trx, key)
    await insertAuditEntry(trx, actor, ctx.now(), {
      projectId: key.projectId,
      action: 'prompt_set.deleted',
      target: key.promptSetId,
      details: { name: promptSet.name, slug: promptSet.slug, prompts: promptSet.prompt_count },
    })
  })
}

async function requireRoom(trx: Knex.Transaction, projectId: string): Promise<void> {
  await lockProject(trx, projectId)
  if ((await countPromptSets(trx, projectId)) < LIMITS.promptSetsPerProject) return
  throw new AnvilError(
    'project.limit_reached',
    `A project holds at most ${LIMITS.promptSetsPerProject} prompt sets, archived ones included. Delete one that was never locked, or use another project.`,
  )
}

async function requireDeletable(trx: Knex.Transaction, key: PromptSetKey, { name }: PromptSet): Promise<void> {
  const instead = 'Archive it instead.'
  if (await wasPublished(trx, key)) {
    throw new AnvilError(
      'prompt_set.was_published',
      `${isolate(name)} was published, so its history is kept. ${instead}`,
    )
  }
  if (await hasVersions(trx, key)) {
    throw new AnvilError(
      'prompt_set.has_versions',
      `${isolate(name)} has versions, which are kept for ever. ${instead}`,
    )
  }
}
