import type { Bundle } from '@anvil/shared'
import type { Knex } from 'knex'
import { listKeyAuthorsOf } from './included-work-store.js'

/** Whether an API key of somebody's brought some of the versions whose texts a content carries by its includes. */
export async function includesWorkOfKeys(
  trx: Knex,
  { projectId, userId }: { projectId: string; userId: string },
  includes: Bundle['includes'],
): Promise<boolean> {
  const sources = new Map(Object.values(includes).map(({ from }) => [`${from.prompt_set_id} ${from.version}`, from]))
  const authors = await listKeyAuthorsOf(trx, projectId, [...sources.values()])
  return [...authors.values()].some((ids) => ids.includes(userId))
}
