import type { BundledInclude } from '@anvil/shared'
import type { Knex } from 'knex'

type Source = Pick<BundledInclude['from'], 'prompt_set_id' | 'version'>

/** Those whose API keys brought some of these versions of a project, by the version's id. */
export async function listKeyAuthorsOf(
  trx: Knex,
  projectId: string,
  sources: readonly Source[],
): Promise<Map<string, string[]>> {
  const rows: { id: string; key_authors: string[] }[] = await trx('versions')
    .where({ project_id: projectId })
    .whereIn(
      ['prompt_set_id', 'version'],
      sources.map(({ prompt_set_id, version }) => [prompt_set_id, version]),
    )
    .orderBy('id')
    .select('id', 'key_authors')
  return new Map(rows.map(({ id, key_authors }) => [id, key_authors]))
}
