import { AnvilError } from '@anvil/shared'
import type { FleetFilter, FleetGroup, FleetQuery, Light, LiveInstance } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { FORGOTTEN_MS, HEARTBEAT_MS } from './pace.js'

/** The fleet of an environment, as it is at a moment. */
export interface Fleet {
  environmentId: string
  at: Date
}

const COLUMNS =
  'id app host pid sdk runtime labels address mode state trust insecure epoch sequence wanted_sequence prompts contact light can_hear access_token_id first_seen_at last_seen_at'

const IS_CONNECTED = 'i.connected AND i.last_seen_at > :connectedSince'

/** Each instance against what its environment runs. */
const INSTANCES = `(SELECT i.*, coalesce(i.epoch || '-' || i.sequence, 'nothing') AS runs,
  CASE WHEN ${IS_CONNECTED} THEN 'connected' ELSE 'silent' END AS contact,
  i.by_socket AND ${IS_CONNECTED} OR i.receiver_url IS NOT NULL AS can_hear,
  CASE WHEN NOT (${IS_CONNECTED}) THEN 'silent'
    WHEN i.state = 'ERROR' OR i.trust = 'revoked-key' THEN 'failing'
    WHEN i.mode = 'frozen' THEN 'frozen'
    WHEN (i.epoch, i.sequence) IS DISTINCT FROM (h.epoch, h.sequence) THEN 'behind'
    WHEN i.trust <> 'pinned' THEN 'unpinned'
    ELSE 'current' END AS light
  FROM live_instances AS i JOIN environment_heads AS h ON h.environment_id = i.environment_id
  WHERE i.environment_id = :environmentId) AS fleet`

const MATCHES = `(app ILIKE :like OR host ILIKE :like OR id ILIKE :like OR EXISTS (
  SELECT 1 FROM jsonb_each_text(labels) AS label WHERE label.key || '=' || label.value ILIKE :like))`

const AFTER = `(app, host, id) > (SELECT c.app, c.host, c.id FROM live_instances AS c
  WHERE c.environment_id = :environmentId AND c.id = :cursor)`

type InstanceRow = Omit<LiveInstance, 'first_seen_at' | 'last_seen_at'> & { first_seen_at: Date; last_seen_at: Date }

/** The instances that are connected or were within a day, by application; a page of those that a filter finds. */
export async function listFleet(
  trx: Knex,
  fleet: Fleet,
  { cursor, limit, ...filter }: Partial<FleetQuery> = {},
): Promise<LiveInstance[]> {
  const rows = rowsOfFleet(trx, fleet, filter).orderBy(['app', 'host', 'id'])
  if (cursor !== undefined) void rows.whereRaw(AFTER, { environmentId: fleet.environmentId, cursor })
  if (limit !== undefined) void rows.limit(limit)
  const found: InstanceRow[] = await rows.select(...COLUMNS.split(' '))
  return found.map(toInstance)
}

/** How many instances a filter finds. */
export async function countFleet(trx: Knex, fleet: Fleet, filter: FleetFilter): Promise<number> {
  const [found]: { count: number }[] = await rowsOfFleet(trx, fleet, filter).select(trx.raw('count(*)::int AS count'))
  return found?.count ?? 0
}

/** How many of the instances that a filter finds show which light. */
export function countLights(trx: Knex, fleet: Fleet, filter: FleetFilter): Promise<{ light: Light; count: number }[]> {
  return rowsOfFleet(trx, fleet, filter)
    .groupBy('light')
    .orderBy('light')
    .select('light', trx.raw('count(*)::int AS count'))
}

/** Instances that run the same, by the place of it. */
export type GroupCount = Pick<FleetGroup, 'epoch' | 'sequence' | 'instances' | 'connected' | 'frozen' | 'can_hear'>

/** How many of the instances that a filter finds run what, the newest first. */
export function countGroups(trx: Knex, fleet: Fleet, filter: FleetFilter): Promise<GroupCount[]> {
  const counts = `count(*)::int AS instances, (count(*) FILTER (WHERE contact = 'connected'))::int AS connected,
    (count(*) FILTER (WHERE contact = 'connected' AND mode = 'frozen'))::int AS frozen,
    (count(*) FILTER (WHERE can_hear))::int AS can_hear`
  return rowsOfFleet(trx, fleet, filter)
    .groupBy('epoch', 'sequence')
    .orderByRaw('sequence DESC NULLS LAST, epoch DESC')
    .select('epoch', 'sequence', trx.raw(counts))
}

/** One instance, also where it is forgotten already, until nothing is known of it any more. */
export async function getInstance(trx: Knex, fleet: Fleet, id: string): Promise<LiveInstance> {
  const row: InstanceRow | undefined = await instances(trx, fleet)
    .where({ id })
    .first(...COLUMNS.split(' '))
  if (row) return toInstance(row)
  throw new AnvilError(
    'instance.not_found',
    'This environment has no such instance. One that is not heard of for 30 days is forgotten.',
  )
}

function instances(trx: Knex, { environmentId, at }: Fleet): Knex.QueryBuilder {
  const connectedSince = new Date(at.getTime() - 2 * HEARTBEAT_MS)
  return trx.queryBuilder().from(trx.raw(INSTANCES, { environmentId, connectedSince }))
}

/** The instances that are connected or were within a day, and that a filter finds. */
export function rowsOfFleet(trx: Knex, fleet: Fleet, filter: FleetFilter): Knex.QueryBuilder {
  const rows = instances(trx, fleet).where('last_seen_at', '>', new Date(fleet.at.getTime() - FORGOTTEN_MS))
  const { q, light, runs, access_token_id } = filter
  if (q !== undefined && q !== '') void rows.whereRaw(MATCHES, { like: `%${q.replaceAll(/[\\%_]/g, '\\$&')}%` })
  if (light !== undefined) void rows.where({ light })
  if (runs !== undefined) void rows.where({ runs })
  if (access_token_id !== undefined) void rows.where({ access_token_id })
  return rows
}

const toInstance = ({ first_seen_at, last_seen_at, ...row }: InstanceRow): LiveInstance => ({
  ...row,
  first_seen_at: first_seen_at.toISOString(),
  last_seen_at: last_seen_at.toISOString(),
})
