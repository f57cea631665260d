import { useState, useSyncExternalStore } from 'react'
import { browserStore } from '../../lib/browser-store.js'
import { useSession } from '../../lib/use-session.js'
import { CommentCopies, type CommentCopy } from './comment-copies.js'

const copies = new CommentCopies(browserStore)
window.addEventListener('beforeunload', (event) => {
  if (copies.wouldLose()) event.preventDefault()
})

/** What who is signed in writes of a review and has not sent; `about` says what it is for. */
export interface Unsent {
  copy: CommentCopy | undefined
  keep: (copy: CommentCopy | undefined) => void
}

/** What is being written is kept until it is sent or given up: over a reload, and wherever one goes meanwhile. */
export function useUnsent(about: string): Unsent {
  const place = { userId: useSession()?.user.id ?? '', about }
  const copy = useSyncExternalStore(copies.subscribe, () => copies.read(place))
  return { copy, keep: (next) => copies.keep(place, next) }
}

/** A form for words that are kept; `isFoundHere` opens it where they were left. */
export function useUnsentForm(about: string, isFoundHere: boolean) {
  const unsent = useUnsent(about)
  const [isOpen, setOpen] = useState(isFoundHere && unsent.copy !== undefined)
  return {
    unsent,
    isOpen,
    open: () => setOpen(true),
    close: () => {
      setOpen(false)
      unsent.keep(undefined)
    },
  }
}
