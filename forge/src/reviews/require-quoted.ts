import { AnvilError } from '@anvil/shared'
import type { CommentPlace, NewComment } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { findPrompts } from '../prompts/prompt-store.js'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import { findLatestLocked } from '../versions/version-store.js'
import { readDraft, requireSeen } from './draft-state.js'
import { saysLines } from './line-anchor.js'
import { readTexts, type Texts } from './read-texts.js'

type Place = NonNullable<CommentPlace>

/**
 * Refuses comments that quote what neither the draft nor, where they are about it, the locked version says; of a draft that
 * was changed since the person read it, it tells that.
 */
export async function requireQuoted(
  trx: Knex.Transaction,
  draft: DraftState,
  { comments, content_digest }: { comments: readonly NewComment[]; content_digest: string },
): Promise<void> {
  const places = comments.flatMap(({ place }) => (place?.lines ? [place] : []))
  const texts = { draft: await readDrafted(trx, draft, places), locked: await readLocked(trx, draft, places) }
  const wrong = places.find(({ side, prompt_id, message, lines }) => {
    const said = texts[side](prompt_id, message).lines
    return !(said && lines && saysLines(said, lines))
  })
  if (!wrong) return
  if (wrong.side === 'draft') requireSeen((await readDraft(trx, draft)).digest, content_digest)
  throw new AnvilError(
    'request.invalid',
    `A comment quotes lines of ${wrong.prompt_id} that ${wrong.side === 'draft' ? 'the draft' : 'the locked version'} does not say. Read it again, and quote the lines as they are.`,
    { details: { place: { prompt_id: wrong.prompt_id, message: wrong.message, side: wrong.side } } },
  )
}

async function readDrafted(trx: Knex.Transaction, { key }: DraftState, places: readonly Place[]): Promise<Texts> {
  const ids = places.filter(({ side }) => side === 'draft').map(({ prompt_id }) => prompt_id)
  const prompts = await findPrompts(trx, key, [...new Set(ids)])
  return readTexts((id) => prompts.get(id)?.content)
}

async function readLocked(trx: Knex.Transaction, { key }: DraftState, places: readonly Place[]): Promise<Texts> {
  const isAsked = places.some(({ side }) => side === 'locked')
  const locked = isAsked ? await findLatestLocked(trx, key) : undefined
  const snapshot = locked ? (await getVersionBundle(trx, locked.id)).snapshot : {}
  return readTexts((id) => (Object.hasOwn(snapshot, id) ? snapshot[id] : undefined))
}
