import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { insertFormerReviewer, listReviewedProjects } from './former-reviewer-store.js'

/** Changes what somebody is, and notes in which projects they could review until then and can no longer. */
export async function notingFormerReviewer(
  ctx: AppContext,
  trx: Knex.Transaction,
  { organisationId, userId }: { organisationId: string; userId: string },
  change: () => Promise<void>,
): Promise<void> {
  const before = await listReviewedProjects(trx, organisationId, userId)
  await change()
  const after = new Set(await listReviewedProjects(trx, organisationId, userId))
  const lost = before.filter((projectId) => !after.has(projectId))
  const rows = lost.map((projectId) => ({ id: ctx.newId(), projectId }))
  await insertFormerReviewer(trx, { organisationId, userId, until: ctx.now() }, rows)
}
