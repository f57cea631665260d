import type { SyncInput, SyncRequest } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import { getEnvironment } from '../projects/environment-store.js'
import { getProjectOf } from '../projects/project-store.js'
import { getHead } from '../publishing/head-store.js'
import type { FleetAsk } from './fleet-service.js'
import { getSyncRequest, insertSyncRequest } from './sync-store.js'

/**
 * Asks instances to take what their environment runs now. The process that holds an instance's socket tells it within a
 * second; frozen ones are told too, and stay where they are.
 */
export function askToSync(
  ctx: AppContext,
  { actor, place: { projectId, environment } }: FleetAsk,
  { select }: SyncInput,
): Promise<SyncRequest> {
  return ctx.asActor(actor, async (trx) => {
    const { organisation_id: organisationId } = await getProjectOf(trx, actor, projectId, 'publication.publish')
    const { id: environment_id } = await getEnvironment(trx, projectId, environment)
    const { epoch, sequence } = await getHead(trx, environment_id)
    const id = ctx.newId()
    const place = { project_id: projectId, environment_id, epoch, sequence }
    await insertSyncRequest(trx, { id, ...place, created_by: actor.id, created_at: ctx.now() }, select)
    const request = await recordOf(trx, environment_id, id)
    const { asked, not_connected } = request
    await insertAuditEntry(trx, actor, ctx.now(), {
      organisationId,
      projectId,
      action: 'fleet.sync_asked',
      target: environment_id,
      details: { environment, sequence, asked, not_connected },
    })
    return request
  })
}

/** What became of asking. */
export function readSyncRequest(
  ctx: AppContext,
  { actor, place: { projectId, environment } }: FleetAsk,
  id: string,
): Promise<SyncRequest> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, projectId, 'project.read')
    return recordOf(trx, (await getEnvironment(trx, projectId, environment)).id, id)
  })
}

async function recordOf(trx: Knex.Transaction, environmentId: string, id: string): Promise<SyncRequest> {
  const { request, counts, answers } = await getSyncRequest(trx, environmentId, id)
  return {
    ...request,
    created_at: request.created_at.toISOString(),
    asked: counts.reduce((sum, { count }) => sum + count, 0),
    counts: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
    complete: counts.every(({ state }) => state !== 'asked' && state !== 'told'),
    answers,
  }
}
