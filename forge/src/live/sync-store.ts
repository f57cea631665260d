import { AnvilError } from '@anvil/shared'
import type { SyncAnswer, SyncInput, SyncRequest, SyncState } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { type Fleet, rowsOfFleet } from './fleet-store.js'

/** Instances that were asked, as they are stored. */
export interface NewSyncRequest {
  id: string
  project_id: string
  environment_id: string
  epoch: number
  sequence: number
  created_by: string
  created_at: Date
}

const MAX_ANSWERS = 100
const WORST_FIRST = `array_position(ARRAY['rejected', 'unanswered', 'frozen', 'rolled_back', 'asked', 'told', 'applied'], a.state)`

/** Asks the instances that are selected and can hear it. */
export async function insertSyncRequest(
  trx: Knex.Transaction,
  row: NewSyncRequest,
  select: SyncInput['select'],
): Promise<void> {
  const { id, project_id, environment_id, created_at } = row
  const fleet = { environmentId: environment_id, at: created_at }
  const deaf: { count: number }[] = await selected(trx, fleet, select)
    .where({ can_hear: false })
    .select(trx.raw('count(*)::int AS count'))
  await trx('sync_requests').insert({ ...row, not_connected: deaf[0]?.count ?? 0 })
  const about = `?::uuid, ?::uuid, ?::uuid, id, 'asked', ?::timestamptz`
  const hearing = selected(trx, fleet, select)
    .where({ can_hear: true })
    .select(trx.raw(about, [id, project_id, environment_id, created_at]))
  const columns = 'sync_answers (request_id, project_id, environment_id, instance_id, state, updated_at)'
  await trx.into(trx.raw(columns)).insert(hearing)
}

function selected(trx: Knex, fleet: Fleet, select: SyncInput['select']): Knex.QueryBuilder {
  if ('matching' in select) return rowsOfFleet(trx, fleet, select.matching)
  return rowsOfFleet(trx, fleet, {}).whereRaw('id = ANY(?)', [select.ids])
}

type RequestRow = Omit<SyncRequest, 'created_at' | 'asked' | 'counts' | 'complete' | 'answers'> & { created_at: Date }
type AnswerRow = Omit<SyncAnswer, 'updated_at'> & { updated_at: Date }

/** One request with how many of its instances answered what, and some of their answers. */
export interface SyncRecord {
  request: RequestRow
  counts: { state: SyncState; count: number }[]
  answers: SyncAnswer[]
}

export async function getSyncRequest(trx: Knex, environmentId: string, id: string): Promise<SyncRecord> {
  const request: RequestRow | undefined = await trx('sync_requests')
    .where({ environment_id: environmentId, id })
    .first('id', 'epoch', 'sequence', 'not_connected', 'created_at')
  if (!request)
    throw new AnvilError(
      'sync_request.not_found',
      'This environment has no such request to sync. One is kept for a day: ask again.',
    )
  const counts: SyncRecord['counts'] = await trx('sync_answers')
    .where({ request_id: id })
    .groupBy('state')
    .orderBy('state')
    .select('state', trx.raw('count(*)::int AS count'))
  const rows: AnswerRow[] = await trx('sync_answers AS a')
    .leftJoin('live_instances AS i', (join) =>
      join.on('i.environment_id', 'a.environment_id').andOn('i.id', 'a.instance_id'),
    )
    .where({ request_id: id })
    .orderByRaw(`${WORST_FIRST} NULLS LAST, i.app, i.host, a.instance_id`)
    .limit(MAX_ANSWERS)
    .select(
      ...['instance_id', 'state', 'code', 'detail', 'took_ms', 'updated_at'].map((name) => `a.${name}`),
      trx.raw(`coalesce(i.app, '') AS app, coalesce(i.host, '') AS host`),
    )
  return { request, counts, answers: rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() })) }
}
