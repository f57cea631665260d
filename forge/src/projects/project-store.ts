import { AnvilError } from '@anvil/shared'
import type { Project, ProjectChange } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertOnce } from '../db/insert-once.js'

interface ProjectRow {
  id: string
  organisation_id: string
  name: string
  slug: string
  description: string
  required_approvals: number
  created_at: Date
  updated_at: Date
}

/** The project, if this person belongs to its organisation; otherwise it does not exist for them. */
export async function getProjectOf(trx: Knex, userId: string, projectId: string): Promise<ProjectRow> {
  const row: ProjectRow | undefined = await trx('projects')
    .join('memberships', 'memberships.organisation_id', 'projects.organisation_id')
    .where({ 'projects.id': projectId, 'memberships.user_id': userId })
    .whereNull('memberships.removed_at')
    .first('projects.*')
  if (!row) throw new AnvilError('project.not_found', 'You belong to no project with this id.')
  return row
}

export async function listProjects(trx: Knex, organisationId: string): Promise<Project[]> {
  const rows = await trx<ProjectRow>('projects')
    .where({ organisation_id: organisationId })
    .orderBy('name')
    .orderBy('id')
  return rows.map(toProject)
}

export async function insertProject(trx: Knex, row: Omit<ProjectRow, 'required_approvals'>): Promise<Project> {
  await insertOnce(trx('projects').insert(row), () => {
    throw new AnvilError(
      'project.slug_taken',
      `Another project of this organisation has the slug ${row.slug}. Choose another one.`,
    )
  })
  return toProject({ ...row, required_approvals: 1 })
}

export async function updateProject(trx: Knex, id: string, change: ProjectChange, at: Date): Promise<Project> {
  const [row] = await trx<ProjectRow>('projects')
    .where({ id })
    .update({ ...definedOf(change), updated_at: at })
    .returning('*')
  if (!row) throw new AnvilError('project.not_found', 'You belong to no project with this id.')
  return toProject(row)
}

/** The change without the fields that were not sent. */
function definedOf(change: ProjectChange): Partial<ProjectRow> {
  const { name, description, required_approvals } = change
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(required_approvals === undefined ? {} : { required_approvals }),
  }
}

export function toProject(row: ProjectRow): Project {
  const { id, organisation_id, name, slug, description, required_approvals } = row
  const times = { created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() }
  return { id, organisation_id, name, slug, description, required_approvals, ...times }
}
