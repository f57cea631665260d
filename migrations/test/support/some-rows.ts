import type { Knex } from 'knex'

/** The id of every row that `insertRows` makes. */
export const ID = '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b'
export const AT = new Date('2026-01-01T00:00:00Z')

const SHA256 = 'a'.repeat(64)
const OF_PROJECT = { id: ID, project_id: ID, created_at: AT }
const PLACE = { epoch: 1, sequence: 0, envelope: Buffer.from('{}') }

/** One row for each of these tables, in an order in which they can be inserted. */
const ROWS: readonly (readonly [table: string, row: Record<string, unknown>])[] = [
  ['organisations', { id: ID, name: 'o', slug: 'o', created_at: AT }],
  ['users', { id: ID, email: 'ada@example.com', name: 'Ada', password_hash: 'x', created_at: AT }],
  ['memberships', { organisation_id: ID, user_id: ID, role: 'owner', created_at: AT }],
  ['sign_in_attempts', { key: 'ada', failures: 3, last_at: AT, next_at: AT }],
  ['projects', { id: ID, organisation_id: ID, name: 'p', slug: 'p', created_at: AT, updated_at: AT }],
  ['environments', { ...OF_PROJECT, slug: 'production', name: 'Production', allowed_kinds: ['locked'] }],
  ['prompt_sets', { ...OF_PROJECT, name: 's', slug: 's', status: 'LIVE', updated_at: AT }],
  [
    'prompts',
    {
      ...OF_PROJECT,
      prompt_set_id: ID,
      prompt_id: 'welcome',
      kind: 'text',
      template: 'Hi',
      variables: '{}',
      metadata: '{}',
      updated_at: AT,
    },
  ],
  [
    'versions',
    {
      ...OF_PROJECT,
      prompt_set_id: ID,
      version: '1.0.0',
      kind: 'locked',
      content_digest: SHA256,
      sha256: SHA256,
      bytes: Buffer.from('{}'),
      gzip: Buffer.from('gzip'),
      prompt_ids: ['welcome'],
      prompt_count: 1,
      required_approvals: 0,
      approvals: '[]',
      created_by: ID,
    },
  ],
  ['publications', { ...OF_PROJECT, environment_id: ID, ...PLACE, kind: 'initial', bundles: '[]', changed: '[]' }],
  ['publication_versions', { publication_id: ID, project_id: ID, environment_id: ID, version_id: ID, sha256: SHA256 }],
  [
    'environment_heads',
    {
      environment_id: ID,
      project_id: ID,
      publication_id: ID,
      ...PLACE,
      keyset: 1,
      issued_at: AT,
      expires_at: AT,
    },
  ],
  [
    'audit_entries',
    {
      organisation_id: ID,
      project_id: ID,
      actor_kind: 'user',
      actor_id: ID,
      action: 'version.locked',
      target: ID,
      details: '{}',
      request_id: 'r',
      address: '127.0.0.1',
      created_at: AT,
    },
  ],
]

/** Puts one row into each table of the list that is there, past its guards. Returns the names of these tables. */
export async function insertRows(db: Knex): Promise<string[]> {
  await db.raw('SET session_replication_role = replica')
  const filled = await insertEach(db)
  await db.raw('SET session_replication_role = origin')
  return filled
}

async function insertEach(db: Knex): Promise<string[]> {
  const filled: string[] = []
  for (const [table, row] of ROWS) {
    if (!(await db.schema.hasTable(table))) continue
    await db(table).insert(row)
    filled.push(table)
  }
  return filled
}
