import { AnvilError } from '@anvil/shared'
import type { RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'

/** A version as publishing judges it; its texts stay in the database. */
export interface PublishableVersion extends RunningBundle {
  kind: 'locked' | 'review' | 'live'
  content_digest: string
  /** Those whose API keys brought some of it. */
  key_authors: readonly string[]
}

/** What is kept of a version in a publication: its line of the manifest, and its id. */
export function toRunningBundle(version: PublishableVersion): RunningBundle {
  const { kind: _kind, content_digest: _digest, key_authors: _keyAuthors, ...bundle } = version
  return bundle
}

/** The version of a prompt set by its number; throws `version.not_found`. */
export async function getPublishableVersion(
  trx: Knex,
  projectId: string,
  named: { prompt_set_id: string; version: string },
): Promise<PublishableVersion> {
  const version = await publishableVersions(trx)
    .where({ 'versions.project_id': projectId, ...qualified(named) })
    .first()
  if (version) return version
  throw new AnvilError(
    'version.not_found',
    `The prompt set ${named.prompt_set_id} has no version ${named.version} in this project. List its versions first.`,
    { details: named },
  )
}

/** Versions by their ids, in no order. */
export async function listPublishableVersions(trx: Knex, ids: readonly string[]): Promise<PublishableVersion[]> {
  return publishableVersions(trx).whereIn('versions.id', ids)
}

/** Which of these versions this environment runs or ever ran. */
export async function listVersionsEverRun(
  trx: Knex,
  environmentId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows: { version_id: string }[] = await trx('publication_versions')
    .where({ environment_id: environmentId })
    .whereIn('version_id', ids)
    .distinct('version_id')
  return new Set(rows.map((row) => row.version_id))
}

function qualified({ prompt_set_id, version }: { prompt_set_id: string; version: string }) {
  return { 'versions.prompt_set_id': prompt_set_id, 'versions.version': version }
}

function publishableVersions(trx: Knex) {
  return trx('versions')
    .join('prompt_sets', 'prompt_sets.id', 'versions.prompt_set_id')
    .select<PublishableVersion[]>(
      'versions.id as version_id',
      'versions.prompt_set_id',
      'prompt_sets.slug as prompt_set',
      'versions.version',
      'versions.kind',
      'versions.content_digest',
      'versions.key_authors',
      'versions.sha256',
      trx.raw('octet_length(versions.bytes) AS bytes'),
      trx.raw('octet_length(versions.gzip) AS gzip_bytes'),
    )
}
