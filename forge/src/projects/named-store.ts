import { AnvilError } from '@anvil/shared'
import type { Organisation } from '@anvil/shared/api'
import type { Knex } from 'knex'

type NamedOrganisation = Pick<Organisation, 'id' | 'name' | 'slug'>

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The organisation of an id or a slug. */
export async function findNamedOrganisation(trx: Knex, name: string): Promise<NamedOrganisation> {
  const row: NamedOrganisation | undefined = await trx('organisations')
    .where(UUID.test(name) ? { id: name } : { slug: name })
    .first('id', 'name', 'slug')
  if (row) return row
  throw new AnvilError('organisation.not_found', `There is no organisation ${name}. Name it by its id or its slug.`)
}

/** The id of the project of an id or a slug; where several organisations have one of that slug, the id is needed. */
export async function findNamedProject(trx: Knex, name: string): Promise<string> {
  const rows: { id: string; organisation: string }[] = await trx('projects AS p')
    .join('organisations AS o', 'o.id', 'p.organisation_id')
    .where(UUID.test(name) ? { 'p.id': name } : { 'p.slug': name })
    .select('p.id', 'o.name AS organisation')
  const [project, another] = rows
  if (!project) throw new AnvilError('project.not_found', `There is no project ${name}. Name it by its id or its slug.`)
  if (!another) return project.id
  const ids = rows.map(({ id, organisation }) => `${id} of ${organisation}`).join(', ')
  throw new AnvilError('request.invalid', `Several projects have the slug ${name}: ${ids}. Name one by its id.`)
}

/** The id of a project's prompt set of an id or a slug. */
export async function findNamedPromptSet(trx: Knex, projectId: string, name: string): Promise<string> {
  const row: { id: string } | undefined = await trx('prompt_sets')
    .where({ project_id: projectId, ...(UUID.test(name) ? { id: name } : { slug: name }) })
    .first('id')
  if (row) return row.id
  throw new AnvilError('prompt_set.not_found', `The project has no prompt set ${name}. Name it by its id or its slug.`)
}
