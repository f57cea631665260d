import type { NewProject, Project, ProjectChange } from '@anvil/shared/api'
import { insertAuditEntry } from '../audit/audit-store.js'
import { notingRefusal } from '../audit/note-refusal.js'
import { withBefore } from '../audit/with-before.js'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { enter } from '../db/enter.js'
import type { UserActor } from '../http/actor.js'
import { getOrganisationOf } from '../organisations/organisation-store.js'
import { addEnvironment } from './environment-service.js'
import { getProjectOf, insertProject, listProjects, toProject, updateProject } from './project-store.js'
import { requireReleaseRules } from './release-rules.js'

const FIRST_ENVIRONMENTS = [
  { slug: 'production', name: 'Production', allowed_kinds: ['locked'] },
  { slug: 'staging', name: 'Staging', allowed_kinds: ['locked', 'review'] },
  { slug: 'development', name: 'Development', allowed_kinds: ['locked', 'review', 'live'] },
] as const

/** Makes a project with its three environments, each born with a signed manifest. */
export function createProject(
  ctx: AppContext,
  actor: UserActor,
  organisationId: string,
  input: NewProject,
): Promise<Project> {
  return ctx.asActor(actor, async (trx) => {
    await getOrganisationOf(trx, actor, organisationId, 'project.create')
    const at = ctx.now()
    const project = await insertProject(trx, {
      id: ctx.newId(),
      organisation_id: organisationId,
      name: input.name,
      slug: input.slug,
      description: input.description,
      created_at: at,
      updated_at: at,
    })
    await enter(trx, 'project', project.id)
    for (const environment of FIRST_ENVIRONMENTS) {
      const allowed_kinds = [...environment.allowed_kinds]
      await addEnvironment(ctx, trx, project, { ...environment, allowed_kinds, required_approvals: 0 })
    }
    const entry = { organisationId, projectId: project.id, action: 'project.created', target: project.id }
    await insertAuditEntry(trx, actor, at, { ...entry, details: { name: project.name } })
    return project
  })
}

/** Changes a project's name, description, number of approvals, or whether access tokens are shown again. */
export function changeProject(
  ctx: AppContext,
  actor: UserActor,
  projectId: string,
  change: ProjectChange,
): Promise<Project> {
  const attempt = {
    projectId,
    action: 'project.change_refused',
    target: projectId,
    details: { fields: Object.keys(change) },
  } as const
  const work = async (trx: Knex.Transaction): Promise<Project> => {
    const before = await getProjectOf(trx, actor, projectId, 'project.manage')
    requireReleaseRules(actor, before, before, change)
    const entry = { organisationId: before.organisation_id, projectId, action: 'project.changed', target: projectId }
    await insertAuditEntry(trx, actor, ctx.now(), { ...entry, details: withBefore(before, change) })
    return updateProject(trx, projectId, change, ctx.now())
  }
  return notingRefusal(ctx, actor, attempt, () => ctx.asActor(actor, work))
}

/** The projects of an organisation, for a person who belongs to it; a key of one project is shown that one. */
export function listProjectsOf(ctx: AppContext, actor: UserActor, organisationId: string): Promise<Project[]> {
  return ctx.asActor(actor, async (trx) => {
    const only = actor.apiKey?.projectId
    const project = only ? await getProjectOf(trx, actor, only, 'project.read') : undefined
    if (project?.organisation_id === organisationId) return [toProject(project)]
    await getOrganisationOf(trx, actor, organisationId, 'organisation.read')
    return listProjects(trx, organisationId)
  })
}
