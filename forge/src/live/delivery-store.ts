import type { Ack } from '@anvil/shared'
import type { Knex } from 'knex'
import { inBatches } from './in-batches.js'
import { ANSWER_MS } from './pace.js'

const RUNS: readonly Ack['result'][] = ['applied', 'current', 'rolled_back']

/** Whether an instance that answers so runs what the answer names. */
export function isRunning({ result }: Ack): boolean {
  return RUNS.includes(result)
}

export interface AnnouncedPublication {
  id: string
  project_id: string
  environment_id: string
  epoch: number
  sequence: number
  created_at: Date
}

export type InstanceAck = Ack & { environment_id: string; instance_id: string }

export function findAnnounced(db: Knex, publicationId: string): Promise<AnnouncedPublication | undefined> {
  return db<AnnouncedPublication>('publications')
    .where({ id: publicationId })
    .first('id', 'project_id', 'environment_id', 'epoch', 'sequence', 'created_at')
}

/** Deletes what instances did with publications that were stored before a time; the newest of each environment keeps it. */
export async function deleteOldDeliveries(db: Knex, before: Date): Promise<void> {
  await db.raw(
    `DELETE FROM deliveries AS d USING publications AS p
     WHERE p.id = d.publication_id AND p.created_at < ?
       AND NOT EXISTS (SELECT 1 FROM environment_heads AS h WHERE h.publication_id = p.id)`,
    [before],
  )
}

/** Notes that a publication was sent to these instances. */
export function markSent(db: Knex, publicationId: string, instanceIds: readonly string[], at: Date): Promise<void> {
  return inBatches(instanceIds, async (ids) => {
    await db('deliveries')
      .where({ publication_id: publicationId, state: 'queued' })
      .whereRaw('instance_id = ANY(?)', [ids])
      .update({ state: 'sent', updated_at: at })
  })
}

/**
 * Notes what instances said they did, in the order in which they said it: first what each runs since, then what became
 * of its deliveries, so that a delivery which is only now being written finds one or the other. Returns what the latter are now.
 */
export async function noteAcks(db: Knex, acks: readonly InstanceAck[], at: Date): Promise<Outcome[]> {
  const running = new Map<string, InstanceAck>()
  for (const ack of acks) {
    if (isRunning(ack)) running.set(`${ack.environment_id}/${ack.instance_id}`, ack)
  }
  await db.raw(
    `UPDATE live_instances AS i SET epoch = a.epoch, sequence = a.sequence, last_seen_at = :at
     FROM jsonb_to_recordset(:rows::jsonb) AS a(environment_id uuid, instance_id text, epoch int, sequence bigint)
     WHERE i.environment_id = a.environment_id AND i.id = a.instance_id`,
    { at, rows: JSON.stringify([...running.values()]) },
  )
  // The publications are looked up first: joined in the same statement, each ack would read all deliveries of its own.
  const publications = await findAcknowledged(db, acks)
  const rows = acks.flatMap((ack) => {
    const publication_id = publications.get(placeOf(ack))?.id
    return publication_id === undefined ? [] : [{ ...ack, publication_id }]
  })
  const { rows: changed }: { rows: Changed[] } = await db.raw(
    `WITH changed AS (
     UPDATE deliveries AS d SET state = a.result, code = a.code, detail = a.detail, took_ms = a.took_ms, updated_at = :at
     FROM jsonb_to_recordset(:rows::jsonb) AS a(publication_id uuid, instance_id text, result text, code text,
       detail text, took_ms float8)
     WHERE d.publication_id = a.publication_id AND d.instance_id = a.instance_id
       AND NOT (d.state = 'applied' AND a.result = 'current')
       AND (d.state, d.code, d.detail) IS DISTINCT FROM (a.result, a.code, a.detail)
     RETURNING d.publication_id, d.project_id, d.environment_id, d.instance_id, d.state, d.code), audited AS (
     INSERT INTO audit_entries (project_id, actor_kind, actor_id, means, action, target, details, created_at)
     SELECT changed.project_id, 'system', 'fleet', 'access_token', 'delivery.' || state, publication_id,
       jsonb_build_object('environment', slug, 'count', count(*), 'instances', jsonb_agg(instance_id ORDER BY instance_id),
         'codes', coalesce(jsonb_agg(DISTINCT code) FILTER (WHERE code IS NOT NULL), '[]')), :at
     FROM changed JOIN environments ON environments.id = changed.environment_id
     GROUP BY changed.project_id, publication_id, state, slug)
     SELECT publication_id, state FROM changed`,
    { at, rows: JSON.stringify(rows) },
  )
  const times = new Map([...publications.values()].map(({ id, created_at }) => [id, created_at.getTime()]))
  return changed.map(({ publication_id, state }) => {
    const stored = state === 'applied' ? times.get(publication_id) : undefined
    return stored === undefined ? { result: state } : { result: state, lagMs: at.getTime() - stored }
  })
}

/** What a delivery has become; `lagMs` since its publication was stored, where it was applied. */
export interface Outcome {
  result: Ack['result']
  lagMs?: number
}

interface Changed {
  publication_id: string
  state: Ack['result']
}

type Place = Pick<InstanceAck, 'environment_id' | 'epoch' | 'sequence'>

type Acknowledged = Pick<AnnouncedPublication, 'id' | 'created_at'>

/** The publications that these acks name, by place. */
async function findAcknowledged(db: Knex, acks: readonly InstanceAck[]): Promise<Map<string, Acknowledged>> {
  const places = [...new Map(acks.map((ack) => [placeOf(ack), ack])).values()]
  const rows: (Place & Acknowledged)[] = await db('publications')
    .whereIn(
      ['environment_id', 'epoch', 'sequence'],
      places.map(({ environment_id, epoch, sequence }) => [environment_id, epoch, sequence]),
    )
    .select('id', 'environment_id', 'epoch', 'sequence', 'created_at')
  return new Map(rows.map((row) => [placeOf(row), row]))
}

const placeOf = ({ environment_id, epoch, sequence }: Place): string => `${environment_id}/${epoch}.${sequence}`

/** A delivery that nobody answered for, as it is now. */
interface Unanswered {
  result: 'current' | 'unreachable'
  project_id: string
}

/** Gives up on instances that never said what they did, but for those known to run the publication all the same. */
export async function markUnanswered(db: Knex, at: Date): Promise<Unanswered[]> {
  const { rows }: { rows: Unanswered[] } = await db.raw(
    `UPDATE deliveries AS d SET updated_at = :at,
       state = CASE WHEN i.epoch = p.epoch AND i.sequence = p.sequence THEN 'current' ELSE 'unreachable' END
     FROM publications AS p, live_instances AS i
     WHERE d.state IN ('queued', 'sent') AND d.updated_at < :unansweredSince
       AND p.id = d.publication_id AND i.environment_id = d.environment_id AND i.id = d.instance_id
     RETURNING d.state AS result, d.project_id`,
    { at, unansweredSince: new Date(at.getTime() - ANSWER_MS) },
  )
  return rows
}
