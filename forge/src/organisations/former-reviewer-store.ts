import type { Knex } from 'knex'

/** The projects of an organisation in which somebody holds the right to review. */
export async function listReviewedProjects(trx: Knex, organisationId: string, userId: string): Promise<string[]> {
  return trx('projects')
    .where({ organisation_id: organisationId })
    .whereRaw(`'reviewer' = ANY (anvil_project_roles(projects.id, ?))`, [userId])
    .pluck('id')
}

/** Whether somebody holds the right to review by their membership, and so in each project that is made. */
export async function reviewsByMembership(trx: Knex, organisationId: string, userId: string): Promise<boolean> {
  const held: unknown = await trx('memberships')
    .where({ organisation_id: organisationId, user_id: userId })
    .whereNull('removed_at')
    .whereRaw(`(role IN ('owner', 'admin') OR 'reviewer' = ANY (roles))`)
    .first('user_id')
  return held !== undefined
}

/** Notes until when somebody could review in projects, or in all of the organisation, so that nobody becomes the only reviewer by it for a week. */
export async function insertFormerReviewer(
  trx: Knex.Transaction,
  of: { organisationId: string; userId: string; until: Date },
  projects: readonly { id: string; projectId: string | null }[],
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
