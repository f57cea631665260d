import type { MemberApiKey, MemberApiKeyQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { type KeptApiKey, toKeyFacts } from './api-key-store.js'

type MemberKeyRow = KeptApiKey & { owner: string }

/** Good keys by which the members of an organisation act there, newest first, from after a key on; or the one of this id. */
export async function listMemberKeys(
  trx: Knex,
  organisationId: string,
  { at, id, cursor, limit }: Partial<MemberApiKeyQuery> & { at: Date; id?: string },
): Promise<MemberApiKey[]> {
  const rows = trx('api_keys AS k')
    .join('memberships AS m', 'm.user_id', 'k.user_id')
    .join('users AS u', 'u.id', 'k.user_id')
    .leftJoin('projects AS p', 'p.id', 'k.project_id')
    .where({ 'm.organisation_id': organisationId })
    .whereNull('m.removed_at')
    .whereNull('k.revoked_at')
    .whereRaw('(k.expires_at IS NULL OR k.expires_at > ?)', [at])
    .whereRaw('(k.project_id IS NULL OR p.organisation_id = m.organisation_id)')
    .whereNotIn('k.id', trx('barred_api_keys').where({ organisation_id: organisationId }).select('api_key_id'))
    .orderByRaw('k.created_at DESC, k.id DESC')
    .select<MemberKeyRow[]>('k.*', 'u.name AS owner')
  if (id !== undefined) void rows.where({ 'k.id': id })
  if (cursor !== undefined)
    void rows.whereRaw('(k.created_at, k.id) < (SELECT created_at, id FROM api_keys WHERE id = ?)', [cursor])
  if (limit !== undefined) void rows.limit(limit)
  return (await rows).map((row) => ({ ...toKeyFacts(row), owner: { id: row.user_id, name: row.owner } }))
}

/** Lets a key open nothing of an organisation any more. */
export async function barApiKey(
  trx: Knex.Transaction,
  { organisationId, id }: { organisationId: string; id: string },
  at: Date,
): Promise<void> {
  const row = { organisation_id: organisationId, api_key_id: id, barred_at: at }
  await trx('barred_api_keys').insert(row).onConflict(['organisation_id', 'api_key_id']).ignore()
}
