import type { Knex } from 'knex'

/** The projects of an organisation in which somebody holds the right to review. */
export async function listReviewedProjects(trx: Knex, organisationId: string, userId: string): Promise<string[]> {
  return trx('projects')
    .where({ organisation_id: organisationId })
    .whereRaw(`'reviewer' = ANY (anvil_project_roles(projects.id, ?))`, [userId])
    .pluck('id')
}

/** Notes until when somebody could review in projects, so that nobody becomes the only reviewer by it for a week. */
export async function insertFormerReviewer(
  trx: Knex.Transaction,
  of: { organisationId: string; userId: string; until: Date },
  projects: readonly { id: string; projectId: string }[],
): Promise<void> {
  if (projects.length === 0) return
  await trx('former_reviewers').insert(
    projects.map(({ id, projectId }) => ({
      id,
      organisation_id: of.organisationId,
      project_id: projectId,
      user_id: of.userId,
      until: of.until,
    })),
  )
}
