import type { Knex } from 'knex'
import { FORGOTTEN_MS, HEARTBEAT_MS } from '../live/pace.js'

/** How many LIVE instances are in each state; `silent` are those that are not connected. */
export async function countInstances(db: Knex, at: Date): Promise<{ state: string; count: number }[]> {
  const since = (ms: number): Date => new Date(at.getTime() - ms)
  const { rows }: { rows: { state: string; count: number }[] } = await db.raw(
    `SELECT CASE WHEN connected AND last_seen_at > :connectedSince THEN state ELSE 'silent' END AS state, count(*)::int AS count
     FROM live_instances WHERE last_seen_at > :since GROUP BY 1`,
    { connectedSince: since(2 * HEARTBEAT_MS), since: since(FORGOTTEN_MS) },
  )
  return rows
}
