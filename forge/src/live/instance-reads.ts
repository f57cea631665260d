import type { Delivery } from '@anvil/shared/api'
import type { Knex } from 'knex'

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
