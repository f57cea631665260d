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
import { useUnsentForm } from './use-unsent.js'

interface CommentThreadProps {
  desk: ReviewDesk
  thread: readonly ReviewComment[]
  /** What was left unsent is shown where it is the thread's own place, and not at its lines too. */
  isOwnPlace?: boolean
}

/** Comments that answer one another; the first one's thread is settled or open. */
export function CommentThread({ desk, thread, isOwnPlace = false }: CommentThreadProps) {
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
            <Comment key={comment.id} {...{ desk, comment, isOwnPlace }} />
          ))}
          <ThreadActions {...{ desk, first, isOwnPlace }} />
        </>
      )}
    </div>
  )
}

function Comment({ desk, comment, isOwnPlace }: { desk: ReviewDesk; comment: ReviewComment; isOwnPlace: boolean }) {
  const { by, created_at, edited_at } = comment
  const form = useUnsentForm(`${comment.id}/edit`, isOwnPlace)
  const change = useChangeComment(desk.promptSet, comment.id)
  const isOwn = useSession()?.user.id === by.id && mayChange(desk, comment)
  if (form.isOpen) {
    return (
      <CommentForm
        {...form.unsent}
        label="Your comment"
        send="Save"
        first={comment.body}
        because={whyNotSent(desk)}
        error={change.error}
        busy={change.isPending}
        onSend={(text) => change.mutate({ body: text }, { onSuccess: form.close })}
        onCancel={form.close}
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
            <Button look="quiet" onClick={form.open}>
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

const mayChange = (desk: ReviewDesk, { deleted, applied }: ReviewComment): boolean =>
  !deleted && desk.isOpen && !applied && desk.whyNot('review.comment') === undefined

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

const OVER = 'The review is over: nothing more can be said in it. Copy what you wrote, or cancel it.'

/** Why words can't be sent any more; they stay where they were written all the same. */
const whyNotSent = (desk: ReviewDesk): string | undefined => (desk.isOpen ? desk.whyNot('review.comment') : OVER)

const OUTDATED = 'The text has moved on since it was suggested.'

function ThreadActions({ desk, first, isOwnPlace }: { desk: ReviewDesk; first: ReviewComment; isOwnPlace: boolean }) {
  const { promptSet, draft } = desk
  const form = useUnsentForm(`${first.id}/answer`, isOwnPlace)
  const reply = useReply(promptSet, first.id)
  const change = useChangeComment(promptSet, first.id)
  const apply = useApplySuggestions(promptSet)
  if (form.isOpen) {
    return (
      <CommentForm
        {...form.unsent}
        label="Your answer"
        send="Answer"
        because={whyNotSent(desk)}
        error={reply.error}
        busy={reply.isPending}
        onSend={(body) => reply.mutate(body, { onSuccess: form.close })}
        onCancel={form.close}
      />
    )
  }
  if (!desk.isOpen) return null
  const because = desk.whyNot('review.comment')
  return (
    <>
      <div className="mt-2 flex flex-wrap gap-2">
        {first.suggestion !== null && !first.applied && (
          <Button
            look="main"
            busy={apply.isPending}
            because={desk.whyNot('draft.write') ?? (first.outdated ? OUTDATED : undefined)}
            onClick={() => apply.mutate({ content_digest: draft.content_digest, suggestions: asRead(first) })}
          >
            Apply
          </Button>
        )}
        <Button because={because} onClick={form.open}>
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
