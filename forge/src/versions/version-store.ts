import { AnvilError, type VersionKind } from '@anvil/shared'
import type { CountedApproval, UsedWaiver, Version } from '@anvil/shared/api'
import type { SealedBundle } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { insertOnce } from '../db/insert-once.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { toVersion, type VersionRow } from './version-row.js'

const COLUMNS = [
  'id',
  'prompt_set_id',
  'version',
  'kind',
  'content_digest',
  'sha256',
  'prompt_count',
  'required_approvals',
  'approvals',
  'policy_number',
  'waivers',
  'note',
  'created_by',
  'created_at',
  'archived_at',
].map((column) => `versions.${column}`)

/** Sizes without reading the bytes, and the names of those whom a version names by id. */
const DERIVED = `octet_length(versions.bytes) AS bytes_length, octet_length(versions.gzip) AS gzip_length,
  (SELECT name FROM users WHERE users.id = versions.created_by) AS created_by_name,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) ORDER BY name, id), '[]')
    FROM users WHERE users.id = ANY (versions.authors)) AS authors`

export interface NewVersion {
  id: string
  key: PromptSetKey
  version: string
  kind: VersionKind
  contentDigest: string
  sealed: SealedBundle
  promptIds: readonly string[]
  requiredApprovals: number
  approvals: readonly CountedApproval[]
  authorIds: readonly string[]
  policy: { number: number; waivers: readonly UsedWaiver[] }
  keyAuthorIds: readonly string[]
  note: string
  createdBy: string | null
  createdAt: Date
}

export async function insertVersion(trx: Knex.Transaction, { key, sealed, ...made }: NewVersion): Promise<void> {
  const row = {
    id: made.id,
    project_id: key.projectId,
    prompt_set_id: key.promptSetId,
    version: made.version,
    kind: made.kind,
    content_digest: made.contentDigest,
    sha256: sealed.sha256,
    bytes: Buffer.from(sealed.bytes),
    gzip: Buffer.from(sealed.gzip),
    prompt_ids: made.promptIds,
    prompt_count: made.promptIds.length,
    required_approvals: made.requiredApprovals,
    approvals: JSON.stringify(made.approvals),
    authors: made.authorIds,
    policy_number: made.policy.number,
    waivers: JSON.stringify(made.policy.waivers),
    key_authors: made.keyAuthorIds,
    note: made.note,
    created_by: made.createdBy,
    created_at: made.createdAt,
  }
  await insertOnce(trx('versions').insert(row), () => {
    throw new AnvilError('version.number_taken', `There is a version ${made.version} already. Choose a higher number.`)
  })
}

export async function listVersions(trx: Knex, key: PromptSetKey): Promise<Version[]> {
  const rows = await versionsOf(trx, key).orderBy('created_at', 'desc').orderBy('id')
  return rows.map(toVersion)
}

export async function findVersion(trx: Knex, key: PromptSetKey, version: string): Promise<Version | undefined> {
  const row = await versionsOf(trx, key).where({ 'versions.version': version }).first()
  return row && toVersion(row)
}

/** One version of a prompt set by its number; `version.not_found` otherwise. */
export async function getVersion(trx: Knex, key: PromptSetKey, version: string): Promise<Version> {
  const found = await findVersion(trx, key, version)
  if (found) return found
  throw new AnvilError('version.not_found', `This prompt set has no version ${version}. See the list of its versions.`)
}

/** The version that a prompt set was locked at last. */
export async function findLatestLocked(trx: Knex, key: PromptSetKey): Promise<Version | undefined> {
  const latest = trx('prompt_sets')
    .where({ project_id: key.projectId, id: key.promptSetId })
    .select('locked_version_id')
  const row = await versionsOf(trx, key).where('versions.id', latest).first()
  return row && toVersion(row)
}

/** The locked version with this content, if there is one. */
export async function findLockedByDigest(trx: Knex, key: PromptSetKey, digest: string): Promise<Version | undefined> {
  const row = await versionsOf(trx, key)
    .where({ 'versions.content_digest': digest, 'versions.kind': 'locked' })
    .orderBy('created_at', 'desc')
    .first()
  return row && toVersion(row)
}

/** The numbers of a prompt set's versions that begin with a text. */
export async function listNumbersFrom(trx: Knex, key: PromptSetKey, prefix: string): Promise<string[]> {
  const rows: { version: string }[] = await trx('versions')
    .where({ project_id: key.projectId, prompt_set_id: key.promptSetId })
    .whereRaw('starts_with(version, ?)', [prefix])
    .select('version')
  return rows.map((row) => row.version)
}

function versionsOf(trx: Knex, key: PromptSetKey) {
  return trx('versions')
    .where({ 'versions.project_id': key.projectId, 'versions.prompt_set_id': key.promptSetId })
    .select<VersionRow[]>(...COLUMNS, trx.raw(DERIVED))
}
