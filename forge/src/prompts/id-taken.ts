import { AnvilError, isolate } from '@anvil/shared'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { findHolder } from './prompt-store.js'

/** Says which prompt set's draft has an id that another one wants. */
export async function idTaken(trx: Knex, key: PromptSetKey, id: string): Promise<AnvilError> {
  const holder = await findHolder(trx, key.projectId, id)
  return new AnvilError(
    'prompt.id_taken',
    `The draft of ${isolate(holder?.name ?? 'another prompt set')} has a prompt ${id} already, and ids are unique in a project. Choose another id, or remove it there first.`,
    { details: { id, prompt_set_id: holder?.id, prompt_set: holder?.slug } },
  )
}
