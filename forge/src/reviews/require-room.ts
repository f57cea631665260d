import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import { measureReview } from './review-comment-store.js'
import type { OpenReview } from './review-store.js'

/** What a review holds: it is answered whole, to everybody who looks at it, after each word that is added. */
const ROOM = { comments: 1_000, characters: 2_000_000 }

/** Refuses what was just said where a review holds more than it may by that. */
export async function requireRoom(trx: Knex.Transaction, review: OpenReview): Promise<void> {
  const held = await measureReview(trx, review)
  if (held.comments <= ROOM.comments && held.characters <= ROOM.characters) return
  throw new AnvilError(
    'review.too_large',
    `A review holds ${ROOM.comments} comments and ${ROOM.characters} characters in all, with what they quote and suggest. Say it in fewer words, or withdraw this review and request another.`,
    { details: { held, room: ROOM } },
  )
}
