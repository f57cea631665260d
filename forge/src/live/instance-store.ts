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
  handshake: Omit<Handshake, 'token'>
  /** Whether it said so by a socket, which tells of pushes too. */
  by_socket: boolean
  /** When it said so; it is written a little later. */
  seen_at: Date
}

const TOLD =
  'project_id access_token_id app host pid sdk runtime labels address mode state trust insecure receiver_url by_socket epoch sequence'
const TOLD_COLUMNS = TOLD.split(' ')

/** Keeps what instances said of themselves when they connected, and has the first contact of each in the trail, in one statement. */
export async function upsertInstances(db: Knex, seen: readonly SeenInstance[], at: Date): Promise<void> {
  const rows = seen.map(({ key, handshake, ...rest }) => {
    const { id: _id, labels = {}, ...instance } = handshake.instance
    const { mode, trust, insecure, have, receiver_url = null } = handshake
    const state = have ? 'READY' : 'NOT_READY'
    const position = { epoch: have?.epoch ?? null, sequence: have?.sequence ?? null }
    return { ...key, ...rest, ...instance, ...position, labels, mode, trust, insecure, receiver_url, state }
  })
  await db.raw(
    `WITH met AS (
     INSERT INTO live_instances (environment_id, id, ${TOLD_COLUMNS.join(', ')}, connected, first_seen_at, last_seen_at)
     SELECT s.environment_id, s.id, ${TOLD_COLUMNS.map((name) => `s.${name}`).join(', ')}, true, s.seen_at, :at
     FROM jsonb_to_recordset(:rows::jsonb) AS s(environment_id uuid, id text, project_id uuid, access_token_id uuid,
       app text, host text, pid bigint, sdk text, runtime text, labels jsonb, address text, mode text, state text,
       trust text, insecure boolean, receiver_url text, by_socket boolean, epoch int, sequence bigint, seen_at timestamptz)
     ON CONFLICT (environment_id, id) DO UPDATE SET connected = true, last_seen_at = :at,
       ${TOLD_COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}
     RETURNING project_id, environment_id, id, xmax = 0 AS is_new)
     INSERT INTO audit_entries (project_id, actor_kind, actor_id, means, action, target, details, created_at)
     SELECT met.project_id, 'system', 'fleet', 'access_token', 'instance.met', slug,
       jsonb_build_object('environment', slug, 'count', count(*), 'instances', jsonb_agg(met.id ORDER BY met.id)), :at
     FROM met JOIN environments ON environments.id = met.environment_id WHERE is_new GROUP BY met.project_id, slug`,
    { at, rows: JSON.stringify(rows) },
  )
}

/** Notes what heartbeats said, in one statement. */
export async function noteHeartbeats(
  db: Knex,
  beats: readonly (InstanceKey & { beat: Heartbeat })[],
  at: Date,
): Promise<void> {
  const rows = beats.map(({ beat, ...key }) => ({
    ...key,
    state: beat.state,
    mode: beat.mode,
    trust: beat.trust ?? null,
    prompts: beat.prompts,
    epoch: beat.running?.epoch ?? null,
    sequence: beat.running?.sequence ?? null,
    wanted_epoch: beat.wanted?.epoch ?? null,
    wanted_sequence: beat.wanted?.sequence ?? null,
  }))
  await db.raw(
    `UPDATE live_instances AS i SET state = b.state, mode = b.mode, trust = coalesce(b.trust, i.trust), prompts = b.prompts, epoch = b.epoch, sequence = b.sequence,
       wanted_epoch = b.wanted_epoch, wanted_sequence = b.wanted_sequence, connected = true, last_seen_at = :at
     FROM jsonb_to_recordset(:rows::jsonb) AS b(environment_id uuid, id text, state text, mode text, trust text, prompts int,
       epoch int, sequence bigint, wanted_epoch int, wanted_sequence bigint)
     WHERE i.environment_id = b.environment_id AND i.id = b.id`,
    { at, rows: JSON.stringify(rows) },
  )
}

/** Notes that instances are connected no more. */
export async function noteDisconnected(db: Knex, keys: readonly InstanceKey[], at: Date): Promise<void> {
  await db.raw(
    `UPDATE live_instances AS i SET connected = false, last_seen_at = :at
     FROM jsonb_to_recordset(:rows::jsonb) AS b(environment_id uuid, id text)
     WHERE i.environment_id = b.environment_id AND i.id = b.id`,
    { at, rows: JSON.stringify(keys) },
  )
}

/** That an access token was used; `instance` is null where nobody said their name. */
export interface TokenUse {
  access_token_id: string
  address: string
  instance: string | null
}

/** Notes when, from where and by which instance access tokens were last used. */
export async function noteTokenUse(db: Knex, uses: readonly TokenUse[], at: Date): Promise<void> {
  const rows = [...new Map(uses.map((use) => [use.access_token_id, use])).values()]
  await db.raw(
    `UPDATE access_tokens AS t SET last_used_at = :at, last_used_address = u.address,
       last_used_instance = coalesce(u.instance, t.last_used_instance)
     FROM jsonb_to_recordset(:rows::jsonb) AS u(access_token_id uuid, address text, instance text)
     WHERE t.id = u.access_token_id`,
    { at, rows: JSON.stringify(rows) },
  )
}

/** The ids of the instances of an access token that were heard of since a time. */
export function listInstanceIds(
  db: Knex,
  { environmentId, tokenId, since }: { environmentId: string; tokenId: string; since: Date },
): Promise<string[]> {
  return db('live_instances')
    .where({ environment_id: environmentId, access_token_id: tokenId })
    .where('last_seen_at', '>', since)
    .pluck('id')
}

/** Whether this instance was ever heard of and not forgotten since. */
export async function isInstanceKnown(db: Knex, { environment_id, id }: InstanceKey): Promise<boolean> {
  return (await db('live_instances').where({ environment_id, id }).first('id')) !== undefined
}

/** Deletes the instances that were last heard of before a time. */
export async function deleteSilentInstances(db: Knex, before: Date): Promise<void> {
  await db('live_instances').where('last_seen_at', '<', before).delete()
}
