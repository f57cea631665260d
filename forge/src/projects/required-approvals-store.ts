import type { Knex } from 'knex'

/** How many approvals a draft of the project needs to be locked. */
export async function getRequiredApprovals(trx: Knex, projectId: string): Promise<number> {
  const row: { required_approvals: number } | undefined = await trx('projects')
    .where({ id: projectId })
    .first('required_approvals')
  if (!row) throw new Error(`There is no project ${projectId}`)
  return row.required_approvals
}
