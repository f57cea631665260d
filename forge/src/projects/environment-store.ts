import { AnvilError, type VersionKind } from '@anvil/shared'
import type { Environment, EnvironmentChange } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertOnce } from '../db/insert-once.js'

interface EnvironmentRow {
  id: string
  project_id: string
  slug: string
  name: string
  allowed_kinds: VersionKind[]
  required_approvals: number
  created_at: Date
}

/** The environment of a project by its slug. */
export async function getEnvironment(trx: Knex, projectId: string, slug: string): Promise<Environment> {
  const row = await trx<EnvironmentRow>('environments').where({ project_id: projectId, slug }).first()
  if (!row)
    throw new AnvilError(
      'environment.not_found',
      `This project has no environment ${slug}. List its environments first.`,
    )
  return toEnvironment(row)
}

export async function listEnvironments(trx: Knex, projectId: string): Promise<Environment[]> {
  const rows = await trx<EnvironmentRow>('environments')
    .where({ project_id: projectId })
    .orderBy('created_at')
    .orderBy('slug')
  return rows.map(toEnvironment)
}

export async function insertEnvironment(trx: Knex, row: EnvironmentRow): Promise<Environment> {
  await insertOnce(trx('environments').insert(row), () => {
    throw new AnvilError('environment.slug_taken', `This project has an environment ${row.slug} already.`)
  })
  return toEnvironment(row)
}

export async function updateEnvironment(trx: Knex, id: string, change: EnvironmentChange): Promise<Environment> {
  const { name, allowed_kinds, required_approvals } = change
  const changes = {
    id,
    ...(name === undefined ? {} : { name }),
    ...(allowed_kinds === undefined ? {} : { allowed_kinds }),
    ...(required_approvals === undefined ? {} : { required_approvals }),
  }
  const [row] = await trx<EnvironmentRow>('environments').where({ id }).update(changes).returning('*')
  if (!row)
    throw new AnvilError(
      'environment.not_found',
      'This environment is gone. List the environments of the project first.',
    )
  return toEnvironment(row)
}

function toEnvironment(row: EnvironmentRow): Environment {
  const { id, project_id, slug, name, allowed_kinds, required_approvals } = row
  return { id, project_id, slug, name, allowed_kinds, required_approvals, created_at: row.created_at.toISOString() }
}
