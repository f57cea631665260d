import type { Environment, EnvironmentChange, NewEnvironment } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import { notingRefusal } from '../audit/note-refusal.js'
import { withBefore } from '../audit/with-before.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { createFirstHead } from '../publishing/first-head.js'
import { getEnvironment, insertEnvironment, updateEnvironment } from './environment-store.js'
import { getProjectOf } from './project-store.js'
import { requireReleaseRules } from './release-rules.js'

interface EnvironmentKey {
  projectId: string
  environment: string
}

/** Makes an environment with its first signed manifest, in the transaction it is given. */
export async function addEnvironment(
  ctx: AppContext,
  trx: Knex.Transaction,
  project: { id: string },
  input: NewEnvironment,
): Promise<Environment> {
  const { slug, name = slug, allowed_kinds, required_approvals } = input
  const row = { id: ctx.newId(), project_id: project.id, slug, name, allowed_kinds, required_approvals }
  const environment = await insertEnvironment(trx, { ...row, created_at: ctx.now() })
  await createFirstHead(ctx, trx, { project, environment })
  return environment
}

/** Adds an environment of one's own to a project. */
export function createEnvironment(
  ctx: AppContext,
  actor: UserActor,
  projectId: string,
  input: NewEnvironment,
): Promise<Environment> {
  return ctx.asActor(actor, async (trx) => {
    const project = await getProjectOf(trx, actor, projectId, 'project.manage')
    const environment = await addEnvironment(ctx, trx, project, input)
    const entry = { organisationId: project.organisation_id, projectId, action: 'environment.created' }
    await insertAuditEntry(trx, actor, ctx.now(), { ...entry, target: input.slug, details: { ...input } })
    return environment
  })
}

/** Changes an environment's name, rule or number of approvals; its slug stays for ever. */
export function changeEnvironment(
  ctx: AppContext,
  actor: UserActor,
  key: EnvironmentKey,
  change: EnvironmentChange,
): Promise<Environment> {
  const { projectId, environment } = key
  const attempt = {
    projectId,
    action: 'environment.change_refused',
    target: environment,
    details: { ...change },
  } as const
  const work = async (trx: Knex.Transaction): Promise<Environment> => {
    const project = await getProjectOf(trx, actor, key.projectId, 'project.manage')
    const before = await getEnvironment(trx, key.projectId, key.environment)
    requireReleaseRules(actor, project, before, change)
    const entry = { organisationId: project.organisation_id, projectId: project.id, action: 'environment.changed' }
    await insertAuditEntry(trx, actor, ctx.now(), {
      ...entry,
      target: before.slug,
      details: withBefore(before, change),
    })
    return updateEnvironment(trx, before.id, change)
  }
  return notingRefusal(ctx, actor, attempt, () => ctx.asActor(actor, work))
}
