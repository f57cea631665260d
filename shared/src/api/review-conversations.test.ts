import { describe, expect, it } from 'vitest'
import {
  ApplySuggestionsInput,
  AskPeopleInput,
  ChangeCommentInput,
  DismissInput,
  NewComment,
  ReplyInput,
  SubmitReviewInput,
  WaitingQuery,
} from './review-conversations.js'

const ID = '3f0d1a52-6c9e-4a53-9d1b-6a3f1a1d2c3b'
const DIGEST = 'a'.repeat(64)
const lines = (from: number, to: number, quote: string) => ({ prompt_id: 'a.b', lines: { from, to, quote } })
const problemsOf = ({ error }: ReturnType<typeof NewComment.safeParse>) => error?.issues.map(({ message }) => message)

describe('a new comment', () => {
  it('is of the whole draft, with no suggestion, where nothing else is said', () => {
    expect(NewComment.parse({ body: 'Why?' })).toEqual({ place: null, body: 'Why?', suggestion: null })
    expect(NewComment.parse({ body: 'Why?', place: { prompt_id: 'a.b' } }).place).toEqual({
      prompt_id: 'a.b',
      message: null,
      side: 'draft',
      lines: null,
    })
  })

  it.each([
    ['one line', lines(3, 3, 'x')],
    ['an empty line', lines(3, 3, '')],
    ['three lines', lines(3, 5, 'x\n\ny')],
    ['the last line break', lines(1, 2, 'x\n')],
  ])('quotes the lines that it names: %s', (_, place) => {
    expect(NewComment.safeParse({ body: 'x', place }).success).toBe(true)
  })

  it.each([
    ['fewer', lines(3, 5, 'x\ny')],
    ['more', lines(3, 3, 'x\ny')],
    ['backwards', lines(5, 3, 'x')],
    ['none', lines(3, 2, '')],
  ])('quotes no others: %s', (_, place) => {
    expect(problemsOf(NewComment.safeParse({ body: 'x', place }))).toContain('Quote exactly these lines')
  })

  it.each([
    ['line nought', lines(0, 0, 'x')],
    ['half a line', lines(1.5, 1.5, 'x')],
    ['a negative message', { ...lines(1, 1, 'x'), message: -1 }],
    ['another side', { ...lines(1, 1, 'x'), side: 'moon' }],
    ['no id of a prompt', { ...lines(1, 1, 'x'), prompt_id: '../b' }],
    ['more than a place has', { ...lines(1, 1, 'x'), now: 1 }],
  ])('is at no such place: %s', (_, place) => {
    expect(NewComment.safeParse({ body: 'x', place }).success).toBe(false)
  })

  it('says something, in words or as a suggestion for lines of the draft', () => {
    const place = lines(1, 1, 'x')
    expect(NewComment.parse({ place, suggestion: '' })).toMatchObject({ body: '', suggestion: '' })
    for (const body of ['', ' ', '\n\t'])
      expect(problemsOf(NewComment.safeParse({ body }))).toEqual(['Write something'])
    const nowhere = [null, { prompt_id: 'a.b' }, { ...place, side: 'locked' }]
    for (const where of nowhere)
      expect(problemsOf(NewComment.safeParse({ place: where, suggestion: 'x' }))).toEqual([
        'A suggestion is for lines of the draft',
      ])
  })

  it('has its limits', () => {
    expect(NewComment.safeParse({ body: 'x'.repeat(10_000) }).success).toBe(true)
    expect(NewComment.safeParse({ body: 'x'.repeat(10_001) }).success).toBe(false)
    expect(NewComment.safeParse({ body: 'x', resolved: true }).success).toBe(false)
    for (const [length, isTaken] of [
      [200_000, true],
      [200_001, false],
    ] as const) {
      const passage = 'x'.repeat(length)
      expect(NewComment.safeParse({ body: 'x', place: lines(1, 1, passage) }).success).toBe(isTaken)
      expect(NewComment.safeParse({ place: lines(1, 1, 'x'), suggestion: passage }).success).toBe(isTaken)
      expect(ChangeCommentInput.safeParse({ suggestion: passage }).success).toBe(isTaken)
    }
  })
})

describe('a submission', () => {
  const submission = (more: object) => SubmitReviewInput.safeParse({ content_digest: DIGEST, ...more }).success

  it('approves without a word, and says something otherwise', () => {
    expect(submission({ verdict: 'approve' })).toBe(true)
    for (const verdict of ['comment', 'request_changes']) {
      expect([submission({ verdict }), submission({ verdict, body: ' ' })]).toEqual([false, false])
      expect(submission({ verdict, body: 'No' })).toBe(true)
      expect(submission({ verdict, comments: [{ body: 'No' }] })).toBe(true)
    }
  })

  it('is of exactly one content', () => {
    for (const content_digest of [undefined, '', 'a'.repeat(63), 'A'.repeat(64), `${DIGEST}\n`])
      expect(submission({ verdict: 'approve', content_digest })).toBe(false)
  })

  it('knows three verdicts and 200 comments', () => {
    expect(submission({ verdict: 'reject', body: 'No' })).toBe(false)
    const comments = (length: number) => Array.from({ length }, () => ({ body: 'x' }))
    expect([200, 201].map((length) => submission({ verdict: 'comment', comments: comments(length) }))).toEqual([
      true,
      false,
    ])
    expect(submission({ verdict: 'approve', user_id: ID })).toBe(false)
  })
})

describe('what is sent in a review', () => {
  it.each<[string, { safeParse: (sent: unknown) => { success: boolean } }, object[], object[]]>([
    [
      'an answer',
      ReplyInput,
      [{ body: 'x' }, { body: ' x ' }],
      [{}, { body: '' }, { body: ' \n' }, { body: 'x'.repeat(10_001) }, { body: 'x', suggestion: 'y' }],
    ],
    [
      'a change of a comment',
      ChangeCommentInput,
      [{ body: '' }, { suggestion: '' }, { resolved: false }, { body: 'x', resolved: true }],
      [{}, { body: undefined }, { body: null }, { resolved: 'yes' }, { applied: true }],
    ],
    [
      'who is asked',
      AskPeopleInput,
      [{ reviewers: [] }, { reviewers: Array.from({ length: 50 }, () => ID) }],
      [{}, { reviewers: ['Ada'] }, { reviewers: Array.from({ length: 51 }, () => ID) }],
    ],
    [
      'a dismissal',
      DismissInput,
      [
        { event_id: ID, reason: 'Gone' },
        { event_id: ID, reason: 'x'.repeat(2_000) },
      ],
      [
        { event_id: ID },
        { event_id: ID, reason: ' ' },
        { event_id: 'x', reason: 'y' },
        { event_id: ID, reason: 'x'.repeat(2_001) },
      ],
    ],
    [
      'what is applied',
      ApplySuggestionsInput,
      [{ content_digest: DIGEST, suggestions: [{ comment_id: ID, sha256: DIGEST }] }],
      [
        { content_digest: DIGEST, suggestions: [] },
        { suggestions: [{ comment_id: ID, sha256: DIGEST }] },
        { content_digest: DIGEST, comment_ids: [ID] },
        { content_digest: DIGEST, suggestions: [{ comment_id: ID }] },
        { content_digest: DIGEST, suggestions: [{ comment_id: ID, sha256: 'a' }] },
        {
          content_digest: DIGEST,
          suggestions: Array.from({ length: 201 }, () => ({ comment_id: ID, sha256: DIGEST })),
        },
      ],
    ],
    ['what is asked for', WaitingQuery, [{ waiting: 'me' }], [{}, { waiting: 'you' }, { waiting: ['me'] }]],
  ])('is taken or refused by its form: %s', (_, schema, good, bad) => {
    expect(good.map((sent) => schema.safeParse(sent).success)).toEqual(good.map(() => true))
    expect(bad.map((sent) => schema.safeParse(sent).success)).toEqual(bad.map(() => false))
  })
})
