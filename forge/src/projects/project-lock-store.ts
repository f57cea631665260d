import type { Knex } from 'knex'

/** Holds a project for this transaction, so that what is counted in it stays so. */
export async function lockProject(trx: Knex.Transaction, projectId: string): Promise<void> {
  await trx('projects').where({ id: projectId }).forUpdate().first('id')
}
