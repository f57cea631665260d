import type { Knex } from 'knex'

export interface HeadRow {
  environment_id: string
  project_id: string
  publication_id: string
  epoch: number
  sequence: number
  envelope: Buffer
  issued_at: Date
}

/** Heads, and the place in the database's history up to which no other was moved. */
export interface MovedRows {
  rows: HeadRow[]
  upTo: string
}

/** The place before everything. */
export const BEGINNING = '0'

/**
 * The heads that were moved since a place in the history, some of them perhaps once more. Places are those of
 * transactions, since a clock may be set back, and a number that is taken before another may be seen after it.
 */
export async function listMovedHeads(db: Knex, since: string): Promise<MovedRows> {
  const { rows }: { rows: (HeadRow & { up_to: string; environment_id: string | null })[] } = await db.raw(
    `SELECT h.environment_id, h.project_id, h.publication_id, h.epoch, h.sequence, h.envelope, h.issued_at, now.up_to
     FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS up_to) AS now
     LEFT JOIN environment_heads AS h ON h.moved_in >= ?::text::xid8 ORDER BY h.moved_in`,
    [since],
  )
  return { rows: rows.filter((row) => row.environment_id !== null), upTo: rows[0]?.up_to ?? since }
}

export function loadHead(db: Knex, environmentId: string): Promise<HeadRow | undefined> {
  return db<HeadRow>('environment_heads').where({ environment_id: environmentId }).first()
}

interface BundleRow {
  gzip: Buffer
}

/** A bundle by its digest, if this environment runs it or ever ran it. */
export async function findRunBundle(db: Knex, environmentId: string, sha256: string): Promise<Buffer | undefined> {
  const rows: BundleRow[] = await db('publication_versions')
    .join('versions', 'versions.id', 'publication_versions.version_id')
    .where({ 'publication_versions.environment_id': environmentId, 'publication_versions.sha256': sha256 })
    .limit(1)
    .select('versions.gzip')
  return rows[0]?.gzip
}
