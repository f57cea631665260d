import type { Ack } from '@anvil/shared'
import type { Knex } from 'knex'
import { ANSWER_MS, FORGOTTEN_MS, HEARTBEAT_MS } from './pace.js'

export interface AnnouncedPublication {
  id: string
  project_id: string
  environment_id: string
  epoch: number
  sequence: number
}

export type InstanceAck = Ack & { environment_id: string; instance_id: string }

export function findAnnounced(db: Knex, publicationId: string): Promise<AnnouncedPublication | undefined> {
  return db<AnnouncedPublication>('publications').where({ id: publicationId }).first()
}

/** Writes one delivery for each target: queued where it is connected, unreachable where it is silent. Those of earlier publications that are still open are behind now. */
export async function insertDeliveries(db: Knex, publication: AnnouncedPublication, at: Date): Promise<void> {
  const { id, project_id, environment_id, sequence } = publication
  const ago = (ms: number): Date => new Date(at.getTime() - ms)
  await db.raw(
    `INSERT INTO deliveries (publication_id, instance_id, project_id, environment_id, state, created_at, updated_at)
     SELECT :id, i.id, :project_id, :environment_id,
       CASE WHEN i.connected AND i.last_seen_at > :connectedSince THEN 'queued' ELSE 'unreachable' END, :at, :at
     FROM live_instances AS i WHERE i.environment_id = :environment_id AND i.last_seen_at > :silentSince
     ON CONFLICT (publication_id, instance_id) DO NOTHING`,
    { id, project_id, environment_id, at, connectedSince: ago(2 * HEARTBEAT_MS), silentSince: ago(FORGOTTEN_MS) },
  )
  await db.raw(
    `UPDATE deliveries AS d SET state = 'behind', updated_at = :at FROM publications AS p
     WHERE d.environment_id = :environment_id AND d.state IN ('queued', 'sent') AND p.id = d.publication_id AND p.sequence < :sequence`,
    { environment_id, sequence, at },
  )
}

/** Notes that a publication was sent to these instances. */
export async function markSent(
  db: Knex,
  publicationId: string,
  instanceIds: readonly string[],
  at: Date,
): Promise<void> {
  await db('deliveries')
    .where({ publication_id: publicationId, state: 'queued' })
    .whereIn('instance_id', [...instanceIds])
    .update({ state: 'sent', updated_at: at })
}

/** Notes what instances said they did, and what they run since; in two statements for all of them. */
export async function noteAcks(db: Knex, acks: readonly InstanceAck[], at: Date): Promise<void> {
  if (acks.length === 0) return
  const values = { at, rows: JSON.stringify(acks) }
  const rows = `jsonb_to_recordset(:rows::jsonb) AS a(environment_id uuid, instance_id text, epoch int, sequence bigint,
    result text, code text, detail text, took_ms float8)`
  await db.raw(
    `UPDATE deliveries AS d SET state = a.result, code = a.code, detail = a.detail, took_ms = a.took_ms, updated_at = :at
     FROM ${rows} JOIN publications AS p ON p.environment_id = a.environment_id AND p.epoch = a.epoch AND p.sequence = a.sequence
     WHERE d.publication_id = p.id AND d.instance_id = a.instance_id AND NOT (d.state = 'applied' AND a.result = 'current')`,
    values,
  )
  await db.raw(
    `UPDATE live_instances AS i SET epoch = a.epoch, sequence = a.sequence, last_seen_at = :at
     FROM ${rows} WHERE i.environment_id = a.environment_id AND i.id = a.instance_id AND a.result IN ('applied', 'current', 'rolled_back')`,
    values,
  )
}

/** Gives up on instances that were told of a publication and never answered. */
export async function markUnanswered(db: Knex, at: Date): Promise<void> {
  await db('deliveries')
    .whereIn('state', ['queued', 'sent'])
    .where('updated_at', '<', new Date(at.getTime() - ANSWER_MS))
    .update({ state: 'unreachable', updated_at: at })
}
