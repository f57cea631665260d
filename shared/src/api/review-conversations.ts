import { z } from 'zod'
import { VersionNumber } from '../protocol/documents.js'
import { PromptId } from '../protocol/prompt-id.js'
import { Person } from './person.js'

const Words = z.string().max(10_000)
/** Lines that are quoted or suggested; a comment is about a passage, and a whole text is replaced by an edit. */
const Passage = z.string().max(200_000)
const Line = z.int().positive()
const Digest = z.string().regex(/^[0-9a-f]{64}$/)

/** What somebody says of a whole draft. */
export const ReviewVerdict = z.enum(['approve', 'request_changes', 'comment'])
export type ReviewVerdict = z.infer<typeof ReviewVerdict>

const Lines = z.strictObject({ from: Line, to: Line, quote: Passage })

/**
 * What a comment is about: a prompt, or some of its lines as the person read them. `message` counts the messages of a
 * chat from 0; `side` tells whether the lines are the draft's or those of the locked version.
 */
export const CommentPlace = z
  .object({
    prompt_id: z.string(),
    message: z.int().nonnegative().nullable(),
    side: z.enum(['draft', 'locked']),
    lines: Lines.nullable(),
  })
  .nullable()
export type CommentPlace = z.infer<typeof CommentPlace>

/** Where a new comment belongs; it quotes the lines that it names. */
const NewPlace = z.strictObject({
  prompt_id: PromptId,
  message: z.int().nonnegative().nullable().default(null),
  side: z.enum(['draft', 'locked']).default('draft'),
  lines: Lines.refine(({ from, to, quote }) => quote.split('\n').length === to - from + 1, 'Quote exactly these lines')
    .nullable()
    .default(null),
})

/** A comment on a prompt, on lines of it, or on the whole draft; `suggestion` is a text for the lines it is about. */
export const NewComment = z
  .strictObject({
    place: NewPlace.nullable().default(null),
    body: Words.default(''),
    suggestion: Passage.nullable().default(null),
  })
  .refine(({ body, suggestion }) => body.trim() !== '' || suggestion !== null, 'Write something')
  .refine(
    ({ place, suggestion }) => suggestion === null || (place?.lines && place.side === 'draft'),
    'A suggestion is for lines of the draft',
  )
export type NewComment = z.infer<typeof NewComment>

/** Comments that were gathered, and what they come to; an approval is of exactly the content with this digest. */
export const SubmitReviewInput = z
  .strictObject({
    content_digest: Digest,
    verdict: ReviewVerdict,
    body: Words.default(''),
    comments: z.array(NewComment).max(200).default([]),
  })
  .refine(
    ({ verdict, body, comments }) => verdict === 'approve' || body.trim() !== '' || comments.length > 0,
    'Write at least one comment, or a few words on the whole',
  )
export type SubmitReviewInput = z.input<typeof SubmitReviewInput>

export const ReplyInput = z.strictObject({ body: Words.refine((body) => body.trim() !== '', 'Write something') })
export type ReplyInput = z.infer<typeof ReplyInput>

/** Rewrites one's own comment, or settles and reopens what anybody began. */
export const ChangeCommentInput = z
  .strictObject({
    body: Words.optional(),
    suggestion: Passage.optional(),
    resolved: z.boolean().optional(),
  })
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Say what to change')
export type ChangeCommentInput = z.infer<typeof ChangeCommentInput>

/** The people who are asked to review from now on. */
export const AskPeopleInput = z.strictObject({ reviewers: z.array(z.uuid()).max(50) })
export type AskPeopleInput = z.infer<typeof AskPeopleInput>

export const DismissInput = z.strictObject({
  event_id: z.uuid(),
  reason: z
    .string()
    .max(2_000)
    .refine((reason) => reason.trim() !== '', 'Say why'),
})
export type DismissInput = z.infer<typeof DismissInput>

/** Suggestions to put into the draft that the person saw, all or none, each as they read it. */
export const ApplySuggestionsInput = z.strictObject({
  content_digest: Digest,
  suggestions: z
    .array(z.strictObject({ comment_id: z.uuid(), sha256: Digest }))
    .min(1)
    .max(200),
})
export type ApplySuggestionsInput = z.infer<typeof ApplySuggestionsInput>

/** Which prompts the suggestions changed. */
export const AppliedSuggestions = z.object({ changed: z.array(z.string()) })
export type AppliedSuggestions = z.infer<typeof AppliedSuggestions>

const Deed = z.object({ by: Person, at: z.string() })

/**
 * One comment. `now` is where its lines are in the draft today; `outdated` where they are there no more. Who applies its
 * suggestion names its `suggestion_sha256`. Comments with the same `thread_id` answer the one with that id, whose `resolved`
 * is of them all.
 */
export const ReviewComment = z.object({
  id: z.uuid(),
  thread_id: z.uuid(),
  event_id: z.uuid().nullable(),
  by: Person,
  body: z.string(),
  place: CommentPlace,
  now: z.object({ from: Line, to: Line }).nullable(),
  outdated: z.boolean(),
  suggestion: z.string().nullable(),
  suggestion_sha256: z.string().nullable(),
  applied: Deed.nullable(),
  resolved: Deed.nullable(),
  edited_at: z.string().nullable(),
  deleted: z.boolean(),
  created_at: z.string(),
})
export type ReviewComment = z.infer<typeof ReviewComment>

/** What can happen in a review, in the past tense of its history. */
export const ReviewEventKind = z.enum([
  'requested',
  'asked',
  ...ReviewVerdict.options,
  'approval_withdrawn',
  'edited',
  'applied',
  'dismissed',
  'withdrawn',
  'locked',
  'discarded',
])
export type ReviewEventKind = z.infer<typeof ReviewEventKind>

/** What an event says beside its kind: whose approvals an edit made void or valid again, who was asked, and so on. */
export const ReviewEventDetails = z.object({
  voided: z.array(Person).optional(),
  revived: z.array(Person).optional(),
  people: z.array(Person).optional(),
  prompts: z.array(z.string()).optional(),
  version: VersionNumber.optional(),
  own_work: z.boolean().optional(),
  event_id: z.uuid().optional(),
})
export type ReviewEventDetails = z.infer<typeof ReviewEventDetails>

/** One thing that happened in a review; `by` is null where FORGE's operator did it. */
export const ReviewEvent = z.object({
  id: z.uuid(),
  kind: ReviewEventKind,
  round: z.int().positive(),
  by: Person.nullable(),
  body: z.string(),
  content_digest: z.string().nullable(),
  details: ReviewEventDetails,
  created_at: z.string(),
})
export type ReviewEvent = z.infer<typeof ReviewEvent>

/** A review from its first request until it is locked, withdrawn or discarded; each request after changes begins a round. */
export const Review = z.object({
  id: z.uuid(),
  prompt_set_id: z.uuid(),
  round: z.int().positive(),
  requested_by: Person.nullable(),
  note: z.string(),
  outcome: z.enum(['locked', 'withdrawn', 'discarded']).nullable(),
  people: z.array(Person),
  created_at: z.string(),
  closed_at: z.string().nullable(),
})
export type Review = z.infer<typeof Review>

/** The reviews of a prompt set, newest first; at most one is open. */
export const ReviewList = z.object({ reviews: z.array(Review) })
export type ReviewList = z.infer<typeof ReviewList>

/** Somebody's request for changes that stands: until they approve, or it is dismissed. */
export const StandingVerdict = z.object({
  event_id: z.uuid(),
  by: Person,
  round: z.int().positive(),
  created_at: z.string(),
})
export type StandingVerdict = z.infer<typeof StandingVerdict>

/** A review with all that was said and done in it, oldest first. */
export const ReviewConversation = Review.extend({
  events: z.array(ReviewEvent),
  comments: z.array(ReviewComment),
  standing: z.array(StandingVerdict),
})
export type ReviewConversation = z.infer<typeof ReviewConversation>

/** Which reviews to list over all projects; those that wait for who asks. */
export const WaitingQuery = z.object({ waiting: z.literal('me') })
export type WaitingQuery = z.infer<typeof WaitingQuery>

/** A review that waits for somebody; `asked` where they were asked by name. */
export const WaitingReview = z.object({
  review_id: z.uuid(),
  project: z.object({ id: z.uuid(), name: z.string() }),
  prompt_set: z.object({ id: z.uuid(), name: z.string() }),
  requested_by: Person.nullable(),
  note: z.string(),
  asked: z.boolean(),
  since: z.string(),
})
export type WaitingReview = z.infer<typeof WaitingReview>

export const WaitingReviews = z.object({ reviews: z.array(WaitingReview) })
export type WaitingReviews = z.infer<typeof WaitingReviews>
