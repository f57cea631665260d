import { AnvilError, type ProjectRole } from '@anvil/shared'
import type { ProjectMember } from '@anvil/shared/api'
import type { Knex } from 'knex'

/** Somebody in a project. */
export interface ProjectMemberKey {
  projectId: string
  userId: string
}

/** Everybody in a project, with what they are there. */
export async function listProjectMembers(trx: Knex, projectId: string): Promise<ProjectMember[]> {
  return projectMembers(trx, projectId).orderBy(['users.name', 'users.id'])
}

/** Somebody in a project; throws `member.not_found`. */
export async function getProjectMember(trx: Knex, { projectId, userId }: ProjectMemberKey): Promise<ProjectMember> {
  const member = await projectMembers(trx, projectId).where({ 'memberships.user_id': userId }).first()
  if (member) return member
  throw new AnvilError('member.not_found', 'The organisation of this project has no such member. List them anew.')
}

/** Says what somebody is in a project. */
export async function upsertProjectRoles(
  trx: Knex.Transaction,
  { projectId, userId }: ProjectMemberKey,
  roles: readonly ProjectRole[],
): Promise<void> {
  await trx('project_roles')
    .insert({ project_id: projectId, user_id: userId, roles })
    .onConflict(['project_id', 'user_id'])
    .merge()
}

/** Lets somebody be in a project what they are in the organisation's projects. */
export async function deleteProjectRoles(
  trx: Knex.Transaction,
  { projectId, userId }: ProjectMemberKey,
): Promise<void> {
  await trx('project_roles').where({ project_id: projectId, user_id: userId }).delete()
}

function projectMembers(trx: Knex, projectId: string) {
  return trx('projects')
    .join('memberships', 'memberships.organisation_id', 'projects.organisation_id')
    .join('users', 'users.id', 'memberships.user_id')
    .leftJoin('project_roles', (on) => {
      on.on('project_roles.project_id', 'projects.id').andOn('project_roles.user_id', 'memberships.user_id')
    })
    .where({ 'projects.id': projectId })
    .whereNull('memberships.removed_at')
    .select<ProjectMember[]>(
      'memberships.user_id',
      'users.name',
      'users.email',
      'memberships.role',
      trx.raw('anvil_project_roles(projects.id, memberships.user_id) AS roles'),
      trx.raw(`(project_roles.user_id IS NULL OR memberships.role IN ('owner', 'admin')) AS inherited`),
    )
}
