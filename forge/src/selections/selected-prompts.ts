import { AnvilError, type BundledPrompt } from '@anvil/shared'
import type { PromptSelection } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { readSelected } from './selection-store.js'

const NAMED = 3

/** What the selected prompts say, by id; refuses a name that the draft does not have, and a selection of nothing. */
export async function getSelected(
  trx: Knex,
  key: PromptSetKey,
  select: PromptSelection,
): Promise<Record<string, BundledPrompt>> {
  const found = await readSelected(trx, key, select)
  const missing = 'ids' in select ? select.ids.filter((id) => !Object.hasOwn(found, id)) : []
  if (missing.length === 0 && Object.keys(found).length > 0) return found
  throw new AnvilError(
    'prompt.not_found',
    missing.length === 0
      ? 'No prompt of this draft is selected by that. Nothing was done.'
      : `This draft has no prompt ${missing.slice(0, NAMED).join(', ')}. Nothing was done: list its prompts again.`,
    { details: { missing } },
  )
}
