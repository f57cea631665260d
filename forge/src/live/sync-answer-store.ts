import type { Knex } from 'knex'
import type { Unreached } from '../receivers/receiver-store.js'
import type { InstanceAck } from './delivery-store.js'
import { inBatches } from './in-batches.js'
import { ANSWER_MS } from './pace.js'

/** An instance that somebody asked to sync, and that nobody told so yet. */
export interface AskedInstance {
  request_id: string
  environment_id: string
  instance_id: string
}

const AT_ONCE = 5_000

/** Who is to be told, the first asked first. */
export async function listAsked(db: Knex): Promise<AskedInstance[]> {
  const rows: AskedInstance[] = await db('sync_answers')
    .where({ state: 'asked' })
    .orderBy('updated_at')
    .limit(AT_ONCE)
    .select('request_id', 'environment_id', 'instance_id')
  return rows
}

/** Takes it upon this process to tell these instances; returns the ids of those that no other has taken. */
export async function claimAsked(db: Knex, asked: readonly AskedInstance[], at: Date): Promise<string[]> {
  const claimed = new Set<string>()
  await inBatches(asked, async (batch) => {
    const { rows }: { rows: { instance_id: string }[] } = await db.raw(
      `UPDATE sync_answers AS a SET state = 'told', updated_at = :at
       FROM jsonb_to_recordset(:rows::jsonb) AS t(request_id uuid, instance_id text)
       WHERE a.request_id = t.request_id AND a.instance_id = t.instance_id AND a.state = 'asked'
       RETURNING a.instance_id`,
      { at, rows: JSON.stringify(batch) },
    )
    for (const { instance_id } of rows) claimed.add(instance_id)
  })
  return [...claimed]
}

/** Notes what instances answered that were asked: what they say of the place they were asked for, or of a later one. */
export async function noteSyncAnswers(db: Knex, acks: readonly InstanceAck[], at: Date): Promise<void> {
  await db.raw(
    `UPDATE sync_answers AS s SET state = a.result, code = a.code, detail = a.detail, took_ms = a.took_ms, updated_at = :at
     FROM sync_requests AS r, (
       SELECT DISTINCT ON (environment_id, instance_id) *
       FROM jsonb_to_recordset(:rows::jsonb) AS t(environment_id uuid, instance_id text, epoch int, sequence bigint,
         result text, code text, detail text, took_ms float8)
       ORDER BY environment_id, instance_id, epoch DESC, sequence DESC) AS a
     WHERE s.environment_id = a.environment_id AND s.instance_id = a.instance_id AND s.state IN ('asked', 'told')
       AND r.id = s.request_id AND (a.epoch, a.sequence) >= (r.epoch, r.sequence)`,
    { at, rows: JSON.stringify(acks) },
  )
}

/** Notes which instances could not be told by a push, and why. */
export async function noteUntold(
  db: Knex,
  environmentId: string,
  unreached: readonly Unreached[],
  at: Date,
): Promise<void> {
  await db.raw(
    `UPDATE sync_answers AS s SET state = 'unanswered', code = u.code, detail = u.detail, updated_at = :at
     FROM jsonb_to_recordset(:rows::jsonb) AS u(instance_id text, code text, detail text)
     WHERE s.environment_id = :environmentId AND s.instance_id = u.instance_id AND s.state = 'told'`,
    { environmentId, at, rows: JSON.stringify(unreached) },
  )
}

/** Waits no longer for instances that said nothing in a minute; returns the projects in which that is so. */
export async function giveUpAsked(db: Knex, at: Date): Promise<string[]> {
  const rows: { project_id: string }[] = await db('sync_answers')
    .whereIn('state', ['asked', 'told'])
    .where('updated_at', '<', new Date(at.getTime() - ANSWER_MS))
    .update({ state: 'unanswered', updated_at: at })
    .returning('project_id')
  return [...new Set(rows.map(({ project_id }) => project_id))]
}

/** Deletes what was asked before a time. */
export async function deleteOldSyncRequests(db: Knex, before: Date): Promise<void> {
  await db('sync_requests').where('created_at', '<', before).delete()
}
