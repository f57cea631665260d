import type { Knex } from 'knex'

export interface HeadRow {
  environment_id: string
  project_id: string
  epoch: number
  sequence: number
  envelope: Buffer
  issued_at: Date
}

/** The heads that were signed since a time. */
export function listHeads(db: Knex, since: Date): Promise<HeadRow[]> {
  return db<HeadRow>('environment_heads').where('issued_at', '>=', since).orderBy('issued_at').select()
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
