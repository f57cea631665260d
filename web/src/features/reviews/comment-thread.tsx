import type { ReviewComment } from '@anvil/shared/api'
import { CircleCheck, CircleDashed } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { Mark } from '../../components/mark.js'
import { Problem } from '../../components/problem.js'
import { Verbatim } from '../../components/verbatim.js'
import { When } from '../../components/when.js'
import { useSession } from '../../lib/use-session.js'
import { CommentForm } from './comment-form.js'
import { useApplySuggestions, useChangeComment, useReply } from './conversation-api.js'
import { asRead, type ReviewDesk } from './review-desk.js'
import { sayLines } from './line-range.js'
import { SuggestedText } from './suggested-text.js'

/** Comments that answer one another; the first one's thread is settled or open. */
export function CommentThread({ desk, thread }: { desk: ReviewDesk; thread: readonly ReviewComment[] }) {
  const [first, ...answers] = thread
  const [isShown, setShown] = useState<boolean>()
  if (!first) return null
  const isFolded = !(isShown ?? first.resolved === null)
  return (
    <div
      role="group"
      aria-label={`Thread by ${first.by.name}`}
      className="rounded-md border border-line bg-surface p-3 font-sans text-sm whitespace-normal"
    >
      <div className="flex flex-wrap items-center gap-2">
        {first.now && <span className="font-medium">On {sayLines(first.now)}</span>}
        {first.outdated && <Mark look={{ tone: 'warn', icon: CircleDashed, word: 'Outdated' }} />}
        {first.applied && <Mark look={{ tone: 'good', icon: CircleCheck, word: 'Applied' }} />}
        {first.resolved && <Mark look={{ tone: 'good', icon: CircleCheck, word: 'Settled' }} />}
        {first.resolved && (
          <Button look="quiet" onClick={() => setShown(isFolded)}>
            {isFolded ? 'Show the thread' : 'Fold the thread'}
          </Button>
        )}
      </div>
      {!isFolded && (
        <>
          {[first, ...answers].map((comment) => (
            <Comment key={comment.id} desk={desk} comment={comment} />
          ))}
          {desk.isOpen && <ThreadActions desk={desk} first={first} />}
        </>
      )}
    </div>
  )
}

function Comment({ desk, comment }: { desk: ReviewDesk; comment: ReviewComment }) {
  const { by, created_at, edited_at, deleted } = comment
  const [isEditing, setEditing] = useState(false)
  const change = useChangeComment(desk.promptSet, comment.id)
  const isOwn =
    useSession()?.user.id === by.id &&
    !deleted &&
    desk.isOpen &&
    !comment.applied &&
    desk.whyNot('review.comment') === undefined
  if (isEditing) {
    return (
      <CommentForm
        label="Your comment"
        send="Save"
        first={comment.body}
        error={change.error}
        busy={change.isPending}
        onSend={(text) => change.mutate({ body: text }, { onSuccess: () => setEditing(false) })}
        onCancel={() => setEditing(false)}
      />
    )
  }
  return (
    <article className="py-1">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium break-words">
          <Verbatim>{by.name}</Verbatim>
        </span>
        <span className="text-muted">
          <When at={created_at} />
          {edited_at !== null && ', edited'}
        </span>
        {isOwn && (
          <span className="ml-auto">
            <Button look="quiet" onClick={() => setEditing(true)}>
              Edit
            </Button>
            <Button look="quiet" busy={change.isPending} onClick={() => change.mutate(null)}>
              Delete
            </Button>
          </span>
        )}
      </div>
      <Said comment={comment} />
      {change.error && <Problem error={change.error} />}
    </article>
  )
}

function Said({ comment: { body, deleted, suggestion, place } }: { comment: ReviewComment }) {
  if (deleted) return <p className="text-muted">This comment was deleted.</p>
  return (
    <>
      <p dir="auto" className="break-words whitespace-pre-wrap">
        {body}
      </p>
      {suggestion !== null && <SuggestedText from={place?.lines?.quote ?? ''} to={suggestion} />}
    </>
  )
}

const OUTDATED = 'The text has moved on since it was suggested.'

function ThreadActions({ desk, first }: { desk: ReviewDesk; first: ReviewComment }) {
  const { promptSet, draft } = desk
  const [isAnswering, setAnswering] = useState(false)
  const reply = useReply(promptSet, first.id)
  const change = useChangeComment(promptSet, first.id)
  const apply = useApplySuggestions(promptSet)
  if (isAnswering) {
    return (
      <CommentForm
        label="Your answer"
        send="Answer"
        error={reply.error}
        busy={reply.isPending}
        onSend={(body) => reply.mutate(body, { onSuccess: () => setAnswering(false) })}
        onCancel={() => setAnswering(false)}
      />
    )
  }
  const because = desk.whyNot('review.comment')
  const applyIt = () => apply.mutate({ content_digest: draft.content_digest, suggestions: asRead(first) })
  return (
    <>
      <div className="mt-2 flex flex-wrap gap-2">
        {first.suggestion !== null && !first.applied && (
          <Button
            look="main"
            busy={apply.isPending}
            because={desk.whyNot('draft.write') ?? (first.outdated ? OUTDATED : undefined)}
            onClick={applyIt}
          >
            Apply
          </Button>
        )}
        <Button because={because} onClick={() => setAnswering(true)}>
          Answer
        </Button>
        <Button
          because={because}
          busy={change.isPending}
          onClick={() => change.mutate({ resolved: first.resolved === null })}
        >
          {first.resolved ? 'Reopen' : 'Settle'}
        </Button>
      </div>
      {(apply.error ?? change.error) && <Problem error={apply.error ?? change.error} />}
    </>
  )
}
