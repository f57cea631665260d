import { AnvilError, isolate } from '@anvil/shared'
import type { ProjectMember, ProjectRolesInput } from '@anvil/shared/api'
import { insertAuditEntry } from '../audit/audit-store.js'
import { withBefore } from '../audit/with-before.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { notingFormerReviewer } from '../organisations/note-former-reviewer.js'
import { getProjectOf } from '../projects/project-store.js'
import {
  deleteProjectRoles,
  getProjectMember,
  listProjectMembers,
  type ProjectMemberKey,
  upsertProjectRoles,
} from './project-member-store.js'

/** Everybody in a project, with what they are there. */
export function listProjectMembersOf(ctx: AppContext, actor: UserActor, projectId: string): Promise<ProjectMember[]> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, projectId, 'project.read')
    return listProjectMembers(trx, projectId)
  })
}

/** Says what somebody is in one project, or that it follows from the organisation again. */
export function setProjectRoles(
  ctx: AppContext,
  actor: UserActor,
  key: ProjectMemberKey,
  { roles }: ProjectRolesInput,
): Promise<ProjectMember> {
  const { projectId, userId } = key
  return ctx.asActor(actor, async (trx) => {
    const { organisation_id: organisationId } = await getProjectOf(trx, actor, projectId, 'member.manage')
    const before = await getProjectMember(trx, key)
    if (before.role !== 'member') throw hasAll(before)
    await notingFormerReviewer(ctx, trx, { organisationId, userId }, () =>
      roles === null ? deleteProjectRoles(trx, key) : upsertProjectRoles(trx, key, roles),
    )
    const member = await getProjectMember(trx, key)
    const details = withBefore(before, { roles: member.roles, inherited: member.inherited })
    const entry = { organisationId, projectId, action: 'member.project_roles_changed', target: userId, details }
    await insertAuditEntry(trx, actor, ctx.now(), entry)
    return member
  })
}

function hasAll({ name, role }: ProjectMember): AnvilError {
  return new AnvilError(
    'member.has_all_roles',
    `${isolate(name)} is ${role} of the organisation and has every role in its projects. Make them a member there first.`,
  )
}
