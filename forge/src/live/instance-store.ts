import type { Handshake, Heartbeat } from '@anvil/shared'
import type { Knex } from 'knex'

export interface InstanceKey {
  environment_id: string
  id: string
}

/** A handshake as it is kept. */
export interface SeenInstance {
  key: InstanceKey
  project_id: string
  access_token_id: string
  address: string
  handshake: Handshake
}

/** Keeps what instances said of themselves when they connected, in one statement. */
export async function upsertInstances(db: Knex, seen: readonly SeenInstance[], at: Date): Promise<void> {
  if (seen.length === 0) return
  const rows = seen.map(({ key, handshake, ...rest }) => {
    const { id: _id, labels = {}, ...instance } = handshake.instance
    return {
      ...key,
      ...rest,
      ...instance,
      labels: JSON.stringify(labels),
      mode: handshake.mode,
      trust: handshake.trust,
      insecure: handshake.insecure,
      state: handshake.have ? 'READY' : 'NOT_READY',
      epoch: handshake.have?.epoch ?? null,
      sequence: handshake.have?.sequence ?? null,
      connected: true,
      first_seen_at: at,
      last_seen_at: at,
    }
  })
  const { first_seen_at: _first, ...changing } = rows[0] ?? {}
  await db('live_instances').insert(rows).onConflict(['environment_id', 'id']).merge(Object.keys(changing))
}

/** Notes what heartbeats said, in one statement. */
export async function noteHeartbeats(
  db: Knex,
  beats: readonly (InstanceKey & { beat: Heartbeat })[],
  at: Date,
): Promise<void> {
  if (beats.length === 0) return
  const rows = beats.map(({ beat, ...key }) => ({
    ...key,
    state: beat.state,
    mode: beat.mode,
    prompts: beat.prompts,
    epoch: beat.running?.epoch ?? null,
    sequence: beat.running?.sequence ?? null,
    wanted_epoch: beat.wanted?.epoch ?? null,
    wanted_sequence: beat.wanted?.sequence ?? null,
  }))
  await db.raw(
    `UPDATE live_instances AS i SET state = b.state, mode = b.mode, prompts = b.prompts, epoch = b.epoch, sequence = b.sequence,
       wanted_epoch = b.wanted_epoch, wanted_sequence = b.wanted_sequence, connected = true, last_seen_at = :at
     FROM jsonb_to_recordset(:rows::jsonb) AS b(environment_id uuid, id text, state text, mode text, prompts int,
       epoch int, sequence bigint, wanted_epoch int, wanted_sequence bigint)
     WHERE i.environment_id = b.environment_id AND i.id = b.id`,
    { at, rows: JSON.stringify(rows) },
  )
}

/** Notes that instances are connected no more. */
export async function noteDisconnected(db: Knex, keys: readonly InstanceKey[], at: Date): Promise<void> {
  if (keys.length === 0) return
  await db.raw(
    `UPDATE live_instances AS i SET connected = false, last_seen_at = :at
     FROM jsonb_to_recordset(:rows::jsonb) AS b(environment_id uuid, id text)
     WHERE i.environment_id = b.environment_id AND i.id = b.id`,
    { at, rows: JSON.stringify(keys) },
  )
}

/** Notes when, from where and by which instance access tokens were last used. */
export async function noteTokenUse(db: Knex, seen: readonly SeenInstance[], at: Date): Promise<void> {
  if (seen.length === 0) return
  const rows = seen.map(({ access_token_id, address, key }) => ({ access_token_id, address, instance: key.id }))
  await db.raw(
    `UPDATE access_tokens AS t SET last_used_at = :at, last_used_address = u.address, last_used_instance = u.instance
     FROM jsonb_to_recordset(:rows::jsonb) AS u(access_token_id uuid, address text, instance text)
     WHERE t.id = u.access_token_id`,
    { at, rows: JSON.stringify(rows) },
  )
}
