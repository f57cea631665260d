import { AnvilError } from '@anvil/shared'
import type {
  ChangedSet,
  Publication,
  PublicationKind,
  PublicationOrigin,
  PublicationQuery,
  RunningBundle,
} from '@anvil/shared/api'
import type { Knex } from 'knex'

interface PublicationRow {
  id: string
  project_id: string
  environment: string
  kind: PublicationKind
  epoch: number
  sequence: number
  previous_sequence: number | null
  changed: ChangedSet[]
  bundles: RunningBundle[]
  origin: PublicationOrigin | null
  note: string
  created_by: string | null
  created_by_name: string | null
  created_at: Date
}

export interface NewPublication {
  id: string
  project_id: string
  environment_id: string
  kind: PublicationKind
  epoch: number
  sequence: number
  envelope: Buffer
  bundles: readonly RunningBundle[]
  changed: readonly ChangedSet[]
  origin: PublicationOrigin | null
  note: string
  created_by: string | null
  created_at: Date
}

const PREVIOUS = `(SELECT max(p.sequence) FROM publications p
  WHERE p.environment_id = publications.environment_id AND p.sequence < publications.sequence) AS previous_sequence`

/** Stores a publication with its first envelope, and which versions it runs. */
export async function insertPublication(trx: Knex.Transaction, publication: NewPublication): Promise<void> {
  const { id, project_id, environment_id, bundles, changed, origin } = publication
  await trx('publications').insert({
    ...publication,
    bundles: JSON.stringify(bundles),
    changed: JSON.stringify(changed),
    origin: origin && JSON.stringify(origin),
  })
  if (bundles.length === 0) return
  await trx('publication_versions').insert(
    bundles.map(({ version_id, sha256 }) => ({ publication_id: id, project_id, environment_id, version_id, sha256 })),
  )
}

export async function getPublication(trx: Knex, projectId: string, publicationId: string): Promise<Publication> {
  const row = await publications(trx)
    .where({ 'publications.project_id': projectId, 'publications.id': publicationId })
    .first()
  if (!row) throw new AnvilError('publication.not_found', `This project has no publication ${publicationId}.`)
  return toPublication(row)
}

/** The publication that gave an environment this sequence, if there was one. */
export async function findPublicationAt(
  trx: Knex,
  environmentId: string,
  sequence: number,
): Promise<Publication | undefined> {
  const row = await publications(trx)
    .where({ 'publications.environment_id': environmentId, 'publications.sequence': sequence })
    .first()
  return row && toPublication(row)
}

/** What an environment ran at each of these sequences. */
export async function listBundlesAt(
  trx: Knex,
  environmentId: string,
  sequences: readonly number[],
): Promise<Map<number, RunningBundle[]>> {
  const rows: { sequence: number; bundles: RunningBundle[] }[] = await trx('publications')
    .where({ environment_id: environmentId })
    .whereIn('sequence', [...sequences])
    .select('sequence', 'bundles')
  return new Map(rows.map(({ sequence, bundles }) => [sequence, bundles]))
}

/** An environment's publications, newest first, at most `limit` below the sequence `before`. */
export async function listPublications(
  trx: Knex,
  environmentId: string,
  { before, limit }: PublicationQuery,
): Promise<Publication[]> {
  const query = publications(trx).where({ 'publications.environment_id': environmentId })
  if (before !== undefined) void query.where('publications.sequence', '<', before)
  const rows = await query.orderBy('publications.sequence', 'desc').limit(limit)
  return rows.map(toPublication)
}

function publications(trx: Knex) {
  return trx<PublicationRow>('publications')
    .join('environments', 'environments.id', 'publications.environment_id')
    .leftJoin('users', 'users.id', 'publications.created_by')
    .select<PublicationRow[]>(
      ...[
        'id',
        'project_id',
        'kind',
        'epoch',
        'sequence',
        'changed',
        'bundles',
        'origin',
        'note',
        'created_by',
        'created_at',
      ].map((column) => `publications.${column}`),
      'environments.slug as environment',
      'users.name as created_by_name',
      trx.raw(PREVIOUS),
    )
}

function toPublication({ created_by, created_by_name, created_at, ...row }: PublicationRow): Publication {
  return {
    ...row,
    created_by: created_by === null ? null : { id: created_by, name: created_by_name ?? '' },
    created_at: created_at.toISOString(),
  }
}
