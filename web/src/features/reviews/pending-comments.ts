import type { NewComment } from '@anvil/shared/api'
import { useState } from 'react'
import { browserStore } from '../../lib/browser-store.js'
import { useSession } from '../../lib/use-session.js'
import { type PendingComment, readPending } from './pending-list.js'

/** The comments that a person gathers on a draft until they submit them; this browser keeps them. */
export interface PendingComments {
  list: readonly PendingComment[]
  add: (comment: NewComment) => void
  drop: (id: string) => void
  clear: () => void
}

/** The comments that who is signed in gathers on a prompt set's draft. */
export function usePendingComments(promptSetId: string): PendingComments {
  const userId = useSession()?.user.id ?? ''
  const place = `anvil.pending-comments/${userId}/${promptSetId}`
  const [list, setList] = useState(() => readPending(browserStore.read(place)))
  const keep = (next: PendingComment[]) => {
    setList(next)
    if (next.length === 0) browserStore.forget(place)
    else browserStore.keep(place, JSON.stringify(next))
  }
  return {
    list,
    add: (comment) => keep([...list, { id: crypto.randomUUID(), comment }]),
    drop: (id) => keep(list.filter((pending) => pending.id !== id)),
    clear: () => keep([]),
  }
}
