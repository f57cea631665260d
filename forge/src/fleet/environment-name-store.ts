import type { Knex } from 'knex'

/** What people call an environment and its project. */
export async function findEnvironmentName(
  db: Knex,
  environmentId: string,
): Promise<{ project: string; environment: string }> {
  const row: { project: string; environment: string } | undefined = await db('environments AS e')
    .join('projects AS p', 'p.id', 'e.project_id')
    .where('e.id', environmentId)
    .first('p.name AS project', 'e.slug AS environment')
  return row ?? { project: '', environment: '' }
}
