import { AnvilError, isolate } from '@anvil/shared'
import type { IdConflict, RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { listRepeatedIds } from './id-conflict-store.js'

const LISTED = 20

/** The prompt ids that more than one of these bundles holds, the first ones by name. */
export async function findIdConflicts(trx: Knex, bundles: readonly RunningBundle[]): Promise<IdConflict[]> {
  const byVersion = new Map(bundles.map((bundle) => [bundle.version_id, bundle]))
  const repeated = await listRepeatedIds(trx, [...byVersion.keys()], LISTED)
  return repeated.map(({ id, version_ids }) => ({
    id,
    prompt_sets: version_ids
      .flatMap((versionId) => byVersion.get(versionId) ?? [])
      .map(({ prompt_set_id, prompt_set, version }) => ({ prompt_set_id, prompt_set, version })),
  }))
}

/** Says `publication.id_conflict` where a prompt id is in more than one bundle, naming ids, sets and versions. */
export async function idConflictRefusal(trx: Knex, bundles: readonly RunningBundle[]): Promise<AnvilError | undefined> {
  const conflicts = await findIdConflicts(trx, bundles)
  const [first] = conflicts
  if (!first) return undefined
  const holders = first.prompt_sets.map(({ prompt_set, version }) => `${isolate(prompt_set)} ${version}`).join(' and ')
  return new AnvilError(
    'publication.id_conflict',
    `The prompt ${first.id} would be in ${holders} at once. To move it, publish both prompt sets together; otherwise rename one.`,
    { details: { conflicts } },
  )
}
