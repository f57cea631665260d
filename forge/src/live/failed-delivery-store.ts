import type { Knex } from 'knex'
import { FORGOTTEN_MS, HEARTBEAT_MS } from './pace.js'

/** As `deliveryOutcome` counts them. */
const FAILED = `(d.state = 'rejected' OR d.state = 'unreachable' AND (d.connected OR d.code IS NOT NULL))`

/**
 * Queues the failed deliveries of a publication again, where their instance is connected or has an address for pushes.
 * Returns how many, and how many stay as they are.
 */
export async function requeueFailed(
  trx: Knex.Transaction,
  publicationId: string,
  at: Date,
): Promise<{ asked: number; not_connected: number }> {
  const since = (ms: number): Date => new Date(at.getTime() - ms)
  const { rows }: { rows: { asked: number; not_connected: number }[] } = await trx.raw(
    `WITH failed AS (
       SELECT d.instance_id, i.connected AND i.last_seen_at > :connectedSince
         OR i.receiver_url IS NOT NULL AND i.last_seen_at > :silentSince AS can_hear
       FROM deliveries AS d
       LEFT JOIN live_instances AS i ON i.environment_id = d.environment_id AND i.id = d.instance_id
       WHERE d.publication_id = :publicationId AND ${FAILED}),
     queued AS (
       UPDATE deliveries AS d SET state = 'queued', code = NULL, detail = NULL, took_ms = NULL, updated_at = :at
       FROM failed
       WHERE d.publication_id = :publicationId AND d.instance_id = failed.instance_id AND failed.can_hear)
     SELECT (count(*) FILTER (WHERE can_hear))::int AS asked,
       (count(*) FILTER (WHERE can_hear IS NOT TRUE))::int AS not_connected FROM failed`,
    { publicationId, at, connectedSince: since(2 * HEARTBEAT_MS), silentSince: since(FORGOTTEN_MS) },
  )
  return rows[0] ?? { asked: 0, not_connected: 0 }
}
