import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { insertFormerReviewer, listReviewedProjects, reviewsByMembership } from './former-reviewer-store.js'

/**
 * Changes what somebody is, and notes in which projects they could review until then and can no longer: in those that are
 * made since too, where it was their membership that let them.
 */
export async function notingFormerReviewer(
  ctx: AppContext,
  trx: Knex.Transaction,
  { organisationId, userId }: { organisationId: string; userId: string },
  change: () => Promise<void>,
): Promise<void> {
  const before = await listReviewedProjects(trx, organisationId, userId)
  const couldAnywhere = await reviewsByMembership(trx, organisationId, userId)
  await change()
  const lostAnywhere = couldAnywhere && !(await reviewsByMembership(trx, organisationId, userId))
  const after = new Set(await listReviewedProjects(trx, organisationId, userId))
  const lost: (string | null)[] = before.filter((projectId) => !after.has(projectId))
  if (lostAnywhere) lost.push(null)
  const rows = lost.map((projectId) => ({ id: ctx.newId(), projectId }))
  await insertFormerReviewer(trx, { organisationId, userId, until: ctx.now() }, rows)
}
