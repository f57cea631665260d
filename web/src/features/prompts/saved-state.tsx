import { CircleAlert, CircleCheck, CloudOff, LoaderCircle } from 'lucide-react'
import { useState } from 'react'
import type { Kept } from './prompt-keeper.js'
import { nextNews } from './saved-news.js'

const LOOKS = {
  saved: { icon: CircleCheck, colour: 'text-good' },
  waiting: { icon: LoaderCircle, colour: 'text-muted' },
  saving: { icon: LoaderCircle, colour: 'text-muted' },
  away: { icon: CloudOff, colour: 'text-warn' },
  refused: { icon: CircleAlert, colour: 'text-bad' },
  gone: { icon: CircleAlert, colour: 'text-bad' },
  conflict: { icon: CircleAlert, colour: 'text-bad' },
}

/** Where the text is, in words. */
export function SavedState({ kept }: { kept: Kept }) {
  const { icon: Icon, colour } = LOOKS[kept.standing.is]
  return (
    <p className={`flex items-start gap-1.5 ${colour}`}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">{say(kept)}</span>
    </p>
  )
}

/** Tells who can't see the page of trouble with saving, and of its end. */
export function SavedNews({ kept }: { kept: Kept }) {
  const [told, tell] = useState({ text: '', isTrouble: false })
  const next = nextNews(told, kept)
  if (next !== told) tell(next)
  return (
    <p role="status" className="sr-only">
      {next.text}
    </p>
  )
}

function say({ standing, isKept }: Kept): string {
  const place = isKept ? 'Your text is kept in this browser.' : 'This browser keeps no copy: leave the page open.'
  if (standing.is === 'saved') return 'Saved'
  if (standing.is === 'conflict') return `Not saved: somebody else changed this prompt. ${place}`
  if (standing.is === 'gone') return `Not saved: this prompt was deleted or moved. ${place}`
  if (standing.is === 'away') return `Offline: ${standing.why} ${place}`
  if (standing.is === 'refused') return `Not saved: ${standing.why} ${place}`
  return 'Saving …'
}
