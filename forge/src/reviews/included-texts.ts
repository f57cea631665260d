import type { IncludedText, IncludeNews } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { z } from 'zod'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { listSetNames } from './include-source-store.js'
import type { Resolved } from './resolve-includes.js'

const About = z.object({
  id: z.string().optional(),
  cycle: z.array(z.string()).optional(),
  prompt_set_id: z.string().optional(),
})

interface Found {
  /** The prompt that includes them. */
  id: string
  resolved: Resolved
  news: readonly IncludeNews[]
}

/** What resolving found for one prompt, text by text. */
export async function toIncludedTexts(trx: Knex, draft: DraftState, { id, resolved, news }: Found) {
  const { content, problems } = resolved
  const own = Object.keys(content.snapshot).filter((each) => each !== id)
  const troubles = problems.map((error) => ({ error, ...About.parse(error.details) }))
  const setOf = (each: string): string | undefined => {
    if (Object.hasOwn(content.snapshot, each)) return draft.key.promptSetId
    return content.includes[each]?.from.prompt_set_id ?? troubles.find((about) => about.id === each)?.prompt_set_id
  }
  const lacking = troubles.flatMap((about) => about.id ?? about.cycle ?? [])
  const ids = [...new Set([...own, ...Object.keys(content.includes), ...lacking])].toSorted()
  const names = await listSetNames(trx, draft.key.projectId, [...new Set(ids.flatMap((each) => setOf(each) ?? []))])
  return ids.map((each): IncludedText => {
    const set = setOf(each)
    return {
      id: each,
      prompt_set: set === undefined ? null : { id: set, name: names.get(set) ?? '' },
      version: content.includes[each]?.from.version ?? null,
      carried: Object.hasOwn(content.includes, each) && Object.hasOwn(draft.includes, each),
      newer: news.find((about) => about.id === each)?.latest ?? null,
      source: sourceOf(resolved, each),
      problem: troubles.find((about) => about.id === each || about.cycle?.includes(each))?.error.message ?? null,
    }
  })
}

function sourceOf({ content }: Resolved, id: string): IncludedText['source'] {
  const own = Object.hasOwn(content.snapshot, id) ? content.snapshot[id] : undefined
  if (own?.kind === 'chat') return null
  const found = own ?? content.includes[id]
  return found ? { template: found.template, delimiters: found.delimiters, variables: found.variables } : null
}
