import type { Knex } from 'knex'
import { FORGOTTEN_MS, HEARTBEAT_MS } from '../live/pace.js'

/** A LIVE instance that takes pushes by HTTP, with the access token it is pushed to under. */
export interface Receiver {
  instance_id: string
  receiver_url: string
  access_token_id: string
}

/** The receivers of an environment that no socket tells of its publications, and whose access token is good. */
export async function listReceivers(db: Knex, environmentId: string, at: Date): Promise<Receiver[]> {
  const since = (ms: number): Date => new Date(at.getTime() - ms)
  const receivers: Receiver[] = await db('live_instances AS i')
    .join('access_tokens AS t', 't.id', 'i.access_token_id')
    .where('i.environment_id', environmentId)
    .whereNotNull('i.receiver_url')
    .where('i.last_seen_at', '>', since(FORGOTTEN_MS))
    .whereRaw('NOT (i.by_socket AND i.connected AND i.last_seen_at > ?)', [since(2 * HEARTBEAT_MS)])
    .whereNull('t.revoked_at')
    .whereRaw('(t.expires_at IS NULL OR t.expires_at > ?)', [at])
    .select('i.id AS instance_id', 'i.receiver_url', 'i.access_token_id')
  return receivers
}

/** A publication whose push did not end, and the instances that are not known to have got it. */
export interface UnfinishedPush {
  id: string
  environment_id: string
  instance_ids: string[]
}

/** The pushes of what environments run now that some process began and did not end. */
export async function listUnfinishedPushes(db: Knex): Promise<UnfinishedPush[]> {
  const { rows }: { rows: UnfinishedPush[] } = await db.raw(
    `SELECT h.publication_id AS id, h.environment_id, array_agg(d.instance_id ORDER BY d.instance_id) AS instance_ids
     FROM environment_heads AS h
     JOIN publication_outbox AS o ON o.publication_id = h.publication_id
     JOIN deliveries AS d ON d.publication_id = h.publication_id
     JOIN live_instances AS i ON i.environment_id = d.environment_id AND i.id = d.instance_id
     WHERE o.announced_at IS NOT NULL AND i.receiver_url IS NOT NULL
       AND (d.state IN ('queued', 'sent') OR d.state = 'unreachable' AND d.code IS NULL)
     GROUP BY h.publication_id, h.environment_id`,
  )
  return rows
}

/** The encrypted value of an access token that is still good. */
export async function findGoodToken(db: Knex, tokenId: string, at: Date): Promise<Buffer | undefined> {
  const row: { value_encrypted: Buffer } | undefined = await db('access_tokens')
    .where({ id: tokenId })
    .whereNull('revoked_at')
    .whereRaw('(expires_at IS NULL OR expires_at > ?)', [at])
    .first('value_encrypted')
  return row?.value_encrypted
}

/** An instance that a push did not reach, and why. */
export interface Unreached {
  instance_id: string
  code: string
  detail: string
}

/** Notes which instances a publication's push did not reach, unless they said meanwhile what they did with it. */
export async function noteUnreached(
  db: Knex,
  publicationId: string,
  unreached: readonly Unreached[],
  at: Date,
): Promise<{ result: 'unreachable' }[]> {
  if (unreached.length === 0) return []
  const { rows }: { rows: { result: 'unreachable' }[] } = await db.raw(
    `UPDATE deliveries AS d SET state = 'unreachable', code = u.code, detail = u.detail, updated_at = :at
     FROM jsonb_to_recordset(:rows::jsonb) AS u(instance_id text, code text, detail text)
     WHERE d.publication_id = :publicationId AND d.instance_id = u.instance_id AND d.state IN ('queued', 'sent', 'unreachable')
     RETURNING d.state AS result`,
    { publicationId, at, rows: JSON.stringify(unreached) },
  )
  return rows
}

/** The bundles of a publication by their digests, as gzip. */
export async function listPublishedBundles(
  db: Knex,
  publicationId: string,
  digests: readonly string[],
): Promise<{ sha256: string; gzip: Buffer }[]> {
  const rows: { sha256: string; gzip: Buffer }[] = await db('publication_versions AS pv')
    .join('versions AS v', 'v.id', 'pv.version_id')
    .where('pv.publication_id', publicationId)
    .whereIn('v.sha256', [...digests])
    .select('v.sha256', 'v.gzip')
  return rows
}
