import { AnvilError, type ProjectRole, type Right } from '@anvil/shared'
import type { Project, ProjectChange } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { ENTER_PROJECT } from '../db/enter.js'
import { insertUnderSlug } from '../db/insert-under-slug.js'
import type { Actor } from '../http/actor.js'
import { orBarred, requireRight, type RightSeeker } from '../organisations/require-right.js'

interface ProjectRow {
  id: string
  organisation_id: string
  name: string
  slug: string
  description: string
  required_approvals: number
  show_token_values: boolean
  keys_release_own_work: boolean
  created_at: Date
  updated_at: Date
}

/** A project with what the asking person is in it. */
export type OwnProjectRow = ProjectRow & { roles: ProjectRole[] }

/**
 * The project, if this person belongs to its organisation and their API key opens it; otherwise it does not exist for
 * them. Throws `auth.forbidden` where they lack the right. The transaction enters it: what belongs to it is there from
 * then on.
 */
export async function getProjectOf(
  trx: Knex,
  actor: RightSeeker,
  projectId: string,
  right: Right,
): Promise<OwnProjectRow> {
  const isOpen = !actor.apiKey?.projectId || actor.apiKey.projectId === projectId
  const row: OwnProjectRow | undefined = isOpen ? await findProjectOf(trx, actor.id, projectId) : undefined
  if (!row) throw noProject(actor)
  requireRight(actor, row, right)
  return row
}

function findProjectOf(trx: Knex, userId: string, projectId: string): Promise<OwnProjectRow | undefined> {
  return trx('projects')
    .join('memberships', 'memberships.organisation_id', 'projects.organisation_id')
    .where({ 'projects.id': projectId, 'memberships.user_id': userId })
    .whereNull('memberships.removed_at')
    .first<OwnProjectRow | undefined>(
      'projects.*',
      trx.raw('anvil_project_roles(projects.id, memberships.user_id) AS roles'),
      trx.raw(ENTER_PROJECT),
    )
}

function noProject({ apiKey }: Pick<RightSeeker, 'apiKey'> = {}): AnvilError {
  return new AnvilError(
    'project.not_found',
    `You belong to no project with this id. Check the id, or let an admin of its organisation add you.${orBarred(apiKey)}`,
  )
}

/** The project as it is there for somebody: for a person as `getProjectOf` says, for FORGE's operator in any case. */
export async function getProjectFor(trx: Knex, actor: Actor, projectId: string, right: Right): Promise<ProjectRow> {
  if (actor.kind === 'user') return getProjectOf(trx, actor, projectId, right)
  const row = await trx<ProjectRow>('projects').where({ id: projectId }).first()
  if (!row) throw new AnvilError('project.not_found', `There is no project ${projectId}. Check the id.`)
  return row
}

export async function listProjects(trx: Knex, organisationId: string): Promise<Project[]> {
  const rows = await trx<ProjectRow>('projects')
    .where({ organisation_id: organisationId })
    .orderBy('name')
    .orderBy('id')
  return rows.map(toProject)
}

/** The settings a project is born with, as the database has them. */
const FIRST_SETTINGS = { required_approvals: 1, show_token_values: true, keys_release_own_work: false }

/** Where no slug is chosen, the first free one that follows from the name is taken. */
export async function insertProject(
  trx: Knex,
  row: Omit<ProjectRow, 'slug' | keyof typeof FIRST_SETTINGS> & { slug?: string | undefined },
): Promise<Project> {
  const slug = await insertUnderSlug(trx, 'projects', row)
  if (slug !== undefined) return toProject({ ...row, slug, ...FIRST_SETTINGS })
  throw new AnvilError(
    'project.slug_taken',
    `Another project of this organisation has the slug ${row.slug}. Choose another one.`,
  )
}

export async function updateProject(trx: Knex, id: string, change: ProjectChange, at: Date): Promise<Project> {
  const [row] = await trx<ProjectRow>('projects')
    .where({ id })
    .update({ ...definedOf(change), updated_at: at })
    .returning('*')
  if (!row) throw noProject()
  return toProject(row)
}

/** The change without the fields that were not sent. */
function definedOf(change: ProjectChange): Partial<ProjectRow> {
  const { name, description, required_approvals, show_token_values, keys_release_own_work } = change
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(required_approvals === undefined ? {} : { required_approvals }),
    ...(show_token_values === undefined ? {} : { show_token_values }),
    ...(keys_release_own_work === undefined ? {} : { keys_release_own_work }),
  }
}

export function toProject(row: ProjectRow): Project {
  const { id, organisation_id, name, slug, description } = row
  const { required_approvals, show_token_values, keys_release_own_work } = row
  const settings = { required_approvals, show_token_values, keys_release_own_work }
  const times = { created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() }
  return { id, organisation_id, name, slug, description, ...settings, ...times }
}
