import { CircleDashed } from 'lucide-react'
import { Button } from '../../components/button.js'
import { Mark } from '../../components/mark.js'
import { sayLines } from './line-range.js'
import type { PendingComment } from './pending-list.js'
import type { ReviewDesk } from './review-desk.js'
import { SuggestedText } from './suggested-text.js'

/** A comment that only its writer sees, until they submit their review. */
export function PendingNote({ desk, pending: { id, comment } }: { desk: ReviewDesk; pending: PendingComment }) {
  return (
    <article className="rounded-md border border-dashed border-strong-line bg-surface p-3 font-sans text-sm whitespace-normal">
      <div className="flex flex-wrap items-center gap-2">
        <Mark look={{ tone: 'warn', icon: CircleDashed, word: 'Pending' }} />
        {comment.place?.lines && <span className="font-medium">{`On ${sayLines(comment.place.lines)}`}</span>}
        <span className="text-muted">Nobody else sees it until you submit your review.</span>
        <Button look="quiet" className="ml-auto" onClick={() => desk.pending.drop(id)}>
          Drop
        </Button>
      </div>
      <p dir="auto" className="mt-1 break-words whitespace-pre-wrap">
        {comment.body}
      </p>
      {comment.suggestion !== null && (
        <SuggestedText from={comment.place?.lines?.quote ?? ''} to={comment.suggestion} />
      )}
    </article>
  )
}
