import type { IncludeNews } from '@anvil/shared/api'
import { canonicalText } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import type { Content } from './draft-content.js'
import { listLatestOrigins } from './include-source-store.js'
import { SourceReader } from './source-reader.js'

/** The texts that a draft carries and of which a newer locked version says something else. */
export async function findIncludeNews(trx: Knex, key: PromptSetKey, { includes }: Content): Promise<IncludeNews[]> {
  const sets = [...new Set(Object.values(includes).map(({ from }) => from.prompt_set_id))]
  const origins = await listLatestOrigins(trx, key.projectId, sets)
  const latestOf = new Map(origins.map((origin) => [origin.prompt_set_id, origin]))
  const reader = new SourceReader(trx)
  const news: IncludeNews[] = []
  for (const [id, { from, ...carried }] of Object.entries(includes)) {
    const origin = latestOf.get(from.prompt_set_id)
    if (!origin || origin.version === from.version) continue
    const found = await reader.read(origin, id)
    if (!found) continue
    const { from: _from, ...latest } = found
    if (canonicalText(latest) === canonicalText(carried)) continue
    const message = `${id} ${origin.version} is out: update`
    news.push({ id, have: from.version, latest: origin.version, message })
  }
  return news
}
