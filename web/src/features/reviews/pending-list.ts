import { NewComment } from '@anvil/shared/api'
import { z } from 'zod'
import type { CommentCopy } from './comment-copies.js'
import { findAgain, type LineRange, spanOf } from './line-range.js'
import type { LineRow } from './line-rows.js'

const Pending = z.array(z.object({ id: z.string(), comment: NewComment }))

/** A comment that waits to be submitted with the others. */
export type PendingComment = z.infer<typeof Pending>[number]

/** Reads what a browser kept; nothing where that can't be understood. */
export function readPending(kept: string | null): PendingComment[] {
  try {
    return Pending.catch([]).parse(JSON.parse(kept ?? '[]'))
  } catch {
    return []
  }
}

type Place = NonNullable<NewComment['place']>

/** Where a comment that waits stands in a text as it is now. */
export interface Standing {
  /** The row below which it is shown. */
  row: LineRow | undefined
  /** Its lines say something else now, so that it can't be submitted as it is. */
  isLost: boolean
}

const rangeOf = ({ side, lines }: Place): LineRange => ({ side, anchor: lines?.from ?? 1, head: lines?.to ?? 1 })

/** Finds the lines of a comment that waits; one whose lines are gone stands at the end. */
export function standingOf(rows: readonly LineRow[], place: Place): Standing {
  const found = findAgain(rows, { range: rangeOf(place), quote: place.lines?.quote ?? '' })
  const row = found && rows.find(({ side, line }) => side === found.side && line === spanOf(found).to)
  return { row: row ?? rows.at(-1), isLost: found === undefined }
}

/** A comment that waits, as something that is being written again. */
export const toCopy = ({ place, body, suggestion }: NewComment): CommentCopy => ({
  body,
  suggestion,
  isSuggesting: suggestion !== null,
  about: place && { range: rangeOf(place), quote: place.lines?.quote ?? '' },
})
