import { NewComment } from '@anvil/shared/api'
import { z } from 'zod'

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
