import type { ApiKeyScope } from '@anvil/shared'
import type { ApiKey } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { UsedApiKey } from '../http/actor.js'

interface ApiKeyRow {
  id: string
  user_id: string
  project_id: string | null
  name: string
  scopes: ApiKeyScope[]
  secret_sha256: Buffer
  created_at: Date
  expires_at: Date | null
}
/** A key as it is kept. */
export type KeptApiKey = ApiKeyRow & { last_used_at: Date | null; revoked_at: Date | null }
type OwnApiKey = KeptApiKey & Pick<ApiKey, 'revoked_in'>

/** Where admins ended what a key may do, of what the transaction sees. */
const REVOKED_IN = `(
  SELECT coalesce(json_agg(json_build_object('id', o.id, 'name', o.name) ORDER BY o.name, o.id), '[]')
  FROM barred_api_keys b JOIN organisations o ON o.id = b.organisation_id
  WHERE b.api_key_id = api_keys.id) AS revoked_in`

/** A key that is good, with its owner. */
export interface GoodApiKey {
  userId: string
  key: UsedApiKey
  lastUsedAt: Date | null
}

export async function insertApiKey(trx: Knex.Transaction, row: ApiKeyRow): Promise<void> {
  await trx('api_keys').insert(row)
}

/** Somebody's API keys, newest first, revoked ones included; or the one of this id. */
export async function listApiKeys(trx: Knex, userId: string, id?: string): Promise<ApiKey[]> {
  const rows = await trx('api_keys')
    .where({ user_id: userId, ...(id !== undefined && { id }) })
    .orderBy([{ column: 'created_at', order: 'desc' }, 'id'])
    .select<OwnApiKey[]>('api_keys.*', trx.raw(REVOKED_IN))
  return rows.map(toApiKey)
}

/** Ends one of somebody's keys; answers whether it was in use until now. */
export async function revokeApiKey(
  trx: Knex.Transaction,
  { userId, id }: { userId: string; id: string },
  at: Date,
): Promise<boolean> {
  const revoked = await trx('api_keys')
    .where({ user_id: userId, id })
    .whereNull('revoked_at')
    .update({ revoked_at: at })
  return revoked > 0
}

/** The key of this secret, if it is neither revoked nor expired. */
export async function findGoodApiKey(db: Knex, secret: Buffer, at: Date): Promise<GoodApiKey | undefined> {
  const row = await db<KeptApiKey>('api_keys').where({ secret_sha256: secret }).whereNull('revoked_at').first()
  if (!row || (row.expires_at !== null && row.expires_at <= at)) return undefined
  const { id, name, scopes, user_id: userId, project_id: projectId, last_used_at: lastUsedAt } = row
  return { userId, key: { id, name, scopes, projectId }, lastUsedAt }
}

/** Notes when somebody's key was used. */
export async function noteApiKeyUse(
  trx: Knex.Transaction,
  { userId, id }: { userId: string; id: string },
  at: Date,
): Promise<void> {
  await trx('api_keys').where({ user_id: userId, id }).update({ last_used_at: at })
}

function toApiKey(row: OwnApiKey): ApiKey {
  const { revoked_at, revoked_in } = row
  return { ...toKeyFacts(row), revoked_at: revoked_at?.toISOString() ?? null, revoked_in }
}

/** What is told of a key whoever asks. */
export function toKeyFacts(row: KeptApiKey): Omit<ApiKey, 'revoked_at' | 'revoked_in'> {
  const { id, name, scopes, project_id, expires_at, last_used_at } = row
  return {
    id,
    name,
    scopes,
    project_id,
    created_at: row.created_at.toISOString(),
    expires_at: expires_at?.toISOString() ?? null,
    last_used_at: last_used_at?.toISOString() ?? null,
  }
}
