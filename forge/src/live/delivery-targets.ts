import type { Knex } from 'knex'
import type { AnnouncedPublication } from './delivery-store.js'
import { BATCH_ROWS } from './in-batches.js'
import { FORGOTTEN_MS, HEARTBEAT_MS } from './pace.js'

/**
 * Writes one delivery for each target: the instances that were connected or silent when the publication was stored.
 * Those that connected later get the manifest all the same, and are no targets. Open deliveries of earlier
 * publications are behind now. May be called again for the same publication.
 */
export async function insertDeliveries(db: Knex, publication: AnnouncedPublication, at: Date): Promise<void> {
  let last: string | null = ''
  while (last !== null) last = await insertBatch(db, publication, { at, after: last })
  const { environment_id, sequence } = publication
  await db.raw(
    `UPDATE deliveries AS d SET state = 'behind', updated_at = :at FROM publications AS p
     WHERE d.environment_id = :environment_id AND d.state IN ('queued', 'sent') AND p.id = d.publication_id AND p.sequence < :sequence`,
    { environment_id, sequence, at },
  )
}

/** Writes the deliveries of the next targets by id; returns the last of those, or null where there are no more. */
async function insertBatch(
  db: Knex,
  { id, project_id, environment_id, epoch, sequence, created_at }: AnnouncedPublication,
  { at, after }: { at: Date; after: string },
): Promise<string | null> {
  const before = (ms: number): Date => new Date(created_at.getTime() - ms)
  const { rows }: { rows: { last: string | null }[] } = await db.raw(
    `WITH targets AS MATERIALIZED (
       SELECT i.id, i.epoch, i.sequence, i.connected AND i.last_seen_at > :connectedSince AS connected
       FROM live_instances AS i
       WHERE i.environment_id = :environment_id AND i.id > :after
         AND i.first_seen_at <= :created_at AND i.last_seen_at > :silentSince
       ORDER BY i.id LIMIT ${BATCH_ROWS}),
     head AS (SELECT coalesce(max(sequence), 0) AS sequence FROM environment_heads WHERE environment_id = :environment_id),
     written AS (
       INSERT INTO deliveries
         (publication_id, instance_id, project_id, environment_id, connected, state, created_at, updated_at)
       SELECT :id, targets.id, :project_id, :environment_id, targets.connected,
         CASE WHEN targets.epoch = :epoch AND targets.sequence = :sequence THEN 'current'
           WHEN NOT targets.connected THEN 'unreachable'
           WHEN head.sequence > :sequence THEN 'behind'
           ELSE 'queued' END, :at, :at
       FROM targets, head ON CONFLICT (publication_id, instance_id) DO NOTHING)
     SELECT max(id) AS last FROM targets`,
    {
      id,
      project_id,
      environment_id,
      epoch,
      sequence,
      created_at,
      at,
      after,
      connectedSince: before(2 * HEARTBEAT_MS),
      silentSince: before(FORGOTTEN_MS),
    },
  )
  return rows[0]?.last ?? null
}
