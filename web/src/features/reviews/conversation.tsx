import type { ReviewComment, ReviewConversation, ReviewEvent } from '@anvil/shared/api'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { Problem } from '../../components/problem.js'
import { Section } from '../../components/section.js'
import { Verbatim } from '../../components/verbatim.js'
import { When } from '../../components/when.js'
import { ChangePeople } from './change-people.js'
import { CommentThread } from './comment-thread.js'
import { useApplySuggestions } from './conversation-api.js'
import { asRead, openSuggestions, type ReviewDesk, threadsOf } from './review-desk.js'
import { sayEvent } from './say-event.js'
import { StandingVerdicts } from './standing-verdicts.js'
import { sayPending, SubmitReview } from './submit-review.js'
import { namesOf } from './next-step.js'

/** What was said and done in a review, oldest first, and the way to say more. */
export function Conversation({ desk }: { desk: ReviewDesk }) {
  const { conversation, isOpen, pending } = desk
  const [asks, setAsks] = useState<'submit' | 'people'>()
  const close = () => setAsks(undefined)
  if (!conversation) return null
  return (
    <Section title="Conversation" detail={whoIsAsked(conversation)}>
      <StandingVerdicts desk={desk} />
      <ol aria-label="What happened" className="space-y-3">
        {conversation.events.map((event) => (
          <EventLine key={event.id} desk={desk} event={event} comments={conversation.comments} />
        ))}
      </ol>
      {isOpen && (
        <div className="mt-4 flex flex-wrap gap-2">
          <Button because={desk.whyNot('review.comment')} onClick={() => setAsks('submit')}>
            {sayPending(pending.list.length)} …
          </Button>
          <Button because={desk.whyNot('review.request')} onClick={() => setAsks('people')}>
            Change who is asked …
          </Button>
          <ApplyAll desk={desk} comments={conversation.comments} />
        </div>
      )}
      <SubmitReview desk={desk} open={asks === 'submit'} onClose={close} />
      {asks === 'people' && <ChangePeople desk={desk} onClose={close} />}
    </Section>
  )
}

function whoIsAsked({ people, round, outcome }: ReviewConversation): string {
  const asked = people.length === 0 ? 'Everybody who may review is asked' : `Asked to review: ${namesOf(people, 'and')}`
  return outcome === null ? `${asked} · round ${round}` : `Over: ${outcome}`
}

/** An event with the threads that began with it; those about lines are shown there too. */
function EventLine({ desk, event, comments }: { desk: ReviewDesk; event: ReviewEvent; comments: ReviewComment[] }) {
  const threads = threadsOf(comments).filter(([first]) => first?.event_id === event.id)
  return (
    <li>
      <p className="break-words">
        <span className="font-medium">
          <Verbatim>{event.by?.name ?? 'FORGE'}</Verbatim>
        </span>{' '}
        {sayEvent(event)}{' '}
        <span className="text-muted">
          <When at={event.created_at} />
        </span>
      </p>
      {event.body !== '' && (
        <p dir="auto" className="mt-1 border-l-2 border-line pl-3 break-words whitespace-pre-wrap">
          {event.body}
        </p>
      )}
      <div className="mt-2 space-y-2 empty:hidden">
        {threads.map((thread) => (
          <div key={thread[0]?.id}>
            <Place comment={thread[0]} />
            <CommentThread desk={desk} thread={thread} isOwnPlace />
          </div>
        ))}
      </div>
    </li>
  )
}

function Place({ comment }: { comment: ReviewComment | undefined }) {
  const place = comment?.place
  if (!place) return null
  return (
    <p className="mb-1 text-muted">
      <span className="font-mono break-all">{place.prompt_id}</span>
      {place.message !== null && `, message ${place.message + 1}`}
      {place.lines && <code className="ml-2 font-mono break-words whitespace-pre-wrap">{place.lines.quote}</code>}
    </p>
  )
}

function ApplyAll({ desk, comments }: { desk: ReviewDesk; comments: readonly ReviewComment[] }) {
  const apply = useApplySuggestions(desk.promptSet)
  const open = openSuggestions(comments)
  if (open.length < 2) return null
  const body = { content_digest: desk.draft.content_digest, suggestions: open.flatMap(asRead) }
  return (
    <>
      <Button because={desk.whyNot('draft.write')} busy={apply.isPending} onClick={() => apply.mutate(body)}>
        Apply all {open.length} suggestions
      </Button>
      {apply.error && <Problem error={apply.error} />}
    </>
  )
}
