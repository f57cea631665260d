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

/** What this browser has no room for: the page holds it as long as it is open. */
const unkept = new Map<string, readonly PendingComment[]>()
window.addEventListener('beforeunload', (event) => {
  if (unkept.size > 0) event.preventDefault()
})

const read = (place: string): readonly PendingComment[] => unkept.get(place) ?? readPending(browserStore.read(place))

/** The comments that who is signed in gathers on a prompt set's draft; another page of theirs may add to them too. */
export function usePendingComments(promptSetId: string): PendingComments {
  const userId = useSession()?.user.id ?? ''
  const place = `anvil.pending-comments/${userId}/${promptSetId}`
  const [list, setList] = useState(() => read(place))
  const keep = (next: readonly PendingComment[]) => {
    setList(next)
    unkept.delete(place)
    if (next.length === 0) browserStore.forget(place)
    else if (!browserStore.keep(place, JSON.stringify(next))) unkept.set(place, next)
  }
  return {
    list,
    add: (comment) => keep([...read(place), { id: crypto.randomUUID(), comment }]),
    drop: (id) => keep(read(place).filter((pending) => pending.id !== id)),
    clear: () => keep(read(place).filter(({ id }) => list.every((sent) => sent.id !== id))),
  }
}
