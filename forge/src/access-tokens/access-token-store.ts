import { AnvilError } from '@anvil/shared'
import type { AccessToken } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertRevocation } from './revocation-store.js'

interface AccessTokenRow {
  id: string
  project_id: string
  environment_id: string
  public_id: string
  name: string
  secret_sha256: Buffer
  value_encrypted: Buffer
  expires_at: Date | null
  created_by: string | null
  created_at: Date
  revoked_at: Date | null
  last_used_at: Date | null
  last_used_address: string | null
  last_used_instance: string | null
  rotated_from: string | null
}
/** An access token's row, with the slug of its environment. */
export type WithEnvironment = AccessTokenRow & { environment: string }
type NewRow = Omit<AccessTokenRow, 'revoked_at' | 'last_used_at' | 'last_used_address' | 'last_used_instance'>

export interface TokenKey {
  projectId: string
  tokenId: string
}

const withEnvironment = (trx: Knex) =>
  trx('access_tokens')
    .join('environments', 'environments.id', 'access_tokens.environment_id')
    .select('access_tokens.*', 'environments.slug as environment')

export async function insertAccessToken(trx: Knex, row: NewRow): Promise<void> {
  await trx('access_tokens').insert(row)
}

export async function listAccessTokens(trx: Knex, projectId: string, at: Date): Promise<AccessToken[]> {
  const rows: WithEnvironment[] = await withEnvironment(trx)
    .where('access_tokens.project_id', projectId)
    .orderBy('access_tokens.created_at', 'desc')
    .orderBy('access_tokens.id')
  return rows.map((row) => toAccessToken(row, at))
}

/** The token of a project, with what is kept of its value. */
export async function getAccessToken(trx: Knex, key: TokenKey): Promise<WithEnvironment> {
  const rows: WithEnvironment[] = await withEnvironment(trx).where({
    'access_tokens.project_id': key.projectId,
    'access_tokens.id': key.tokenId,
  })
  const [row] = rows
  if (!row)
    throw new AnvilError(
      'access_token.not_found',
      'This project has no access token with this id. List its access tokens first.',
    )
  return row
}

/** The token of a project, locked until the transaction ends. */
export async function getTokenForUpdate(trx: Knex.Transaction, key: TokenKey): Promise<WithEnvironment> {
  await trx('access_tokens').where({ project_id: key.projectId, id: key.tokenId }).forUpdate().first('id')
  return getAccessToken(trx, key)
}

export async function findTokenByPublicId(db: Knex, publicId: string): Promise<WithEnvironment | undefined> {
  const rows: WithEnvironment[] = await withEnvironment(db).where({ public_id: publicId })
  return rows[0]
}

/** Whether another token was put in the place of this one. */
export async function isRotated(trx: Knex, tokenId: string): Promise<boolean> {
  return (await trx('access_tokens').where({ rotated_from: tokenId }).first('id')) !== undefined
}

/** Lets a token end at a time, and tells every node of it. */
export async function shortenToken(
  trx: Knex.Transaction,
  tokenId: string,
  { endsAt, at }: { endsAt: Date; at: Date },
): Promise<void> {
  await trx('access_tokens').where({ id: tokenId }).update({ expires_at: endsAt })
  await insertRevocation(trx, { access_token_id: tokenId, ends_at: endsAt, created_at: at })
}

/** Revokes a token that is not revoked yet, and gives the revocation its rising number; says whether it did. */
export async function revokeOnce(trx: Knex.Transaction, tokenId: string, at: Date): Promise<boolean> {
  const changed = await trx('access_tokens').where({ id: tokenId }).whereNull('revoked_at').update({ revoked_at: at })
  if (changed === 0) return false
  await insertRevocation(trx, { access_token_id: tokenId, ends_at: null, created_at: at })
  return true
}

export function toAccessToken(row: WithEnvironment, at: Date): AccessToken {
  const { id, project_id, environment, name, public_id, created_by, rotated_from } = row
  return {
    id,
    project_id,
    environment,
    name,
    public_id,
    state: stateOf(row, at),
    expires_at: text(row.expires_at),
    created_by,
    created_at: row.created_at.toISOString(),
    revoked_at: text(row.revoked_at),
    last_used_at: text(row.last_used_at),
    last_used_address: row.last_used_address,
    last_used_instance: row.last_used_instance,
    rotated_from,
  }
}

function stateOf(row: AccessTokenRow, at: Date): AccessToken['state'] {
  if (row.revoked_at) return 'revoked'
  return row.expires_at && row.expires_at <= at ? 'expired' : 'active'
}

const text = (date: Date | null): string | null => date?.toISOString() ?? null
