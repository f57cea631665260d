import type { Delivery, LiveInstance } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { FORGOTTEN_MS, HEARTBEAT_MS } from './pace.js'

type InstanceRow = Omit<LiveInstance, 'contact' | 'first_seen_at' | 'last_seen_at'> & {
  connected: boolean
  first_seen_at: Date
  last_seen_at: Date
}

const COLUMNS =
  'id app host pid sdk runtime labels address mode state trust insecure epoch sequence wanted_sequence prompts access_token_id connected first_seen_at last_seen_at'

/** The instances of an environment that are connected or were within a day, by application. */
export async function listInstances(trx: Knex, environmentId: string, at: Date): Promise<LiveInstance[]> {
  const rows: InstanceRow[] = await trx('live_instances')
    .where({ environment_id: environmentId })
    .where('last_seen_at', '>', new Date(at.getTime() - FORGOTTEN_MS))
    .orderBy(['app', 'host', 'id'])
    .select(...COLUMNS.split(' '))
  return rows.map(({ connected, first_seen_at, last_seen_at, ...row }) => ({
    ...row,
    contact: connected && at.getTime() - last_seen_at.getTime() < 2 * HEARTBEAT_MS ? 'connected' : 'silent',
    first_seen_at: first_seen_at.toISOString(),
    last_seen_at: last_seen_at.toISOString(),
  }))
}

type DeliveryRow = Omit<Delivery, 'updated_at'> & { updated_at: Date }

/** What each target did with a publication. */
export async function listDeliveries(trx: Knex, publicationId: string): Promise<Delivery[]> {
  const rows: DeliveryRow[] = await trx('deliveries AS d')
    .leftJoin('live_instances AS i', (join) =>
      join.on('i.environment_id', 'd.environment_id').andOn('i.id', 'd.instance_id'),
    )
    .where({ publication_id: publicationId })
    .orderBy(['i.app', 'i.host', 'd.instance_id'])
    .select(
      'd.instance_id',
      trx.raw(`coalesce(i.app, '') AS app`),
      trx.raw(`coalesce(i.host, '') AS host`),
      'd.connected',
      'd.state',
      'd.code',
      'd.detail',
      'd.took_ms',
      'd.updated_at',
    )
  return rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }))
}
