import type { ReviewComment, ReviewConversation } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { asSuggested, lastReview } from '../../test/support/suggestions.js'

const forge = testForge()
let office: Office
let third: Person
let set: PromptSetDesk
let theirs: PromptSetDesk
let id: string
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  third = await addPerson(forge, office.author, office.organisationId, { email: 'mary@example.com' })
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
  theirs = set.as(office.reviewer)
  id = `c${count}.greeting`
  await set.write(id, 'Hello\nyou\nGood bye')
  await set.move({ status: 'REVIEW', note: 'Please look', reviewers: [office.reviewer.id] }).expect(200)
})

const lineTwo = (more: object = {}) => ({
  place: { prompt_id: id, lines: { from: 2, to: 2, quote: 'you' } },
  body: 'By name?',
  ...more,
})
const suggestion = (text: string) => lineTwo({ suggestion: text })

async function submit(desk: PromptSetDesk, verdict: string, more: object = {}): Promise<ReviewConversation> {
  const { content_digest } = await desk.draft()
  const { status, body } = await desk
    .call('post', '/reviews/current/submissions')
    .send({ content_digest, verdict, ...more })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body
}

const conversation = () => lastReview(set)

function first(comments: readonly ReviewComment[]): ReviewComment {
  const [comment] = comments
  if (!comment) throw new Error('Nobody commented')
  return comment
}

const kindsOf = ({ events }: ReviewConversation): string[] => events.map(({ kind }) => kind)
const refusalOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]

describe('a review', () => {
  it('begins with who asked whom, with what note', async () => {
    const review = await conversation()
    expect(review).toMatchObject({ round: 1, note: 'Please look', outcome: null, people: [{ id: office.reviewer.id }] })
    expect(review.events).toMatchObject([
      { kind: 'requested', by: { id: office.author.id }, body: 'Please look', details: { revived: [] } },
    ])
  })

  it('takes comments and a verdict as one, or nothing', async () => {
    const comments = [lineTwo(), { body: 'On the whole, fine' }, { place: { prompt_id: id }, body: 'This prompt' }]
    const review = await submit(theirs, 'approve', { body: 'Good', comments })
    expect(kindsOf(review)).toEqual(['requested', 'approve'])
    expect(review.comments.map(({ now, outdated, event_id }) => [now, outdated, event_id])).toEqual(
      [{ from: 2, to: 2 }, null, null].map((now) => [now, false, review.events[1]?.id]),
    )
    expect((await set.draft()).approvals.given).toBe(1)

    const own = await set
      .call('post', '/reviews/current/submissions')
      .send({ content_digest: (await set.draft()).content_digest, verdict: 'approve', comments })
    expect(refusalOf(own)).toEqual([403, 'approval.own_work'])
    expect((await conversation()).comments).toHaveLength(3)
  })

  it.each([
    ['with nothing said', { verdict: 'comment' }],
    ['with an empty comment', { verdict: 'comment', comments: [{ body: ' ' }] }],
    ['with a suggestion for no lines', { verdict: 'comment', comments: [{ suggestion: 'x' }] }],
    [
      'that quotes other lines than it names',
      {
        verdict: 'comment',
        comments: [{ body: 'x', place: { prompt_id: 'a.b', lines: { from: 1, to: 2, quote: 'x' } } }],
      },
    ],
  ])('takes no submission %s', async (_, body) => {
    const { content_digest } = await set.draft()
    const response = await theirs.call('post', '/reviews/current/submissions').send({ content_digest, ...body })
    expect(refusalOf(response)).toEqual([400, 'request.invalid'])
  })

  it('goes on after changes were requested, in a second round, and keeps what was said', async () => {
    const sent = await submit(theirs, 'request_changes', { comments: [lineTwo()] })
    expect(sent.standing).toMatchObject([{ by: { id: office.reviewer.id }, round: 1 }])
    expect((await set.draft()).prompt_set.status).toBe('LIVE')
    const again = await theirs
      .call('post', '/reviews/current/submissions')
      .send({ content_digest: (await set.draft()).content_digest, verdict: 'request_changes', body: 'And this' })
    expect(refusalOf(again)).toEqual([409, 'prompt_set.wrong_status'])
    await set.write(id, 'Hello\n{{name}}\nGood bye')
    await set.move({ status: 'REVIEW', note: 'Done' }).expect(200)
    const second = await conversation()
    expect(second).toMatchObject({ id: sent.id, round: 2, note: 'Done', people: [{ id: office.reviewer.id }] })
    expect(second.comments).toMatchObject([{ outdated: true, now: null, place: { lines: { quote: 'you' } } }])
    const approved = await submit(theirs, 'approve')
    expect([kindsOf(approved), approved.standing]).toEqual([
      ['requested', 'request_changes', 'requested', 'approve'],
      [],
    ])
    const { content_digest } = await set.draft()
    await set.move({ status: 'LOCKED', content_digest }).expect(200)
    const over = await conversation()
    expect(over).toMatchObject({ outcome: 'locked', events: { 4: { kind: 'locked', details: { version: '1.0.0' } } } })
    const late = await theirs.call('post', '/reviews/current/submissions').send({ content_digest, verdict: 'approve' })
    expect(refusalOf(late)).toEqual([409, 'review.not_open'])
  })

  it('says whose approvals an edit made void, and whose count again once it is undone', async () => {
    await theirs.approve()
    await set.as(third).write(id, 'Hello\nall\nGood bye')
    await set.as(third).write(id, 'Hello\neverybody\nGood bye')
    await set.as(third).write(id, 'Hello\nyou\nGood bye')
    const { events } = await conversation()
    expect(events.map(({ kind, details: { voided, revived } }) => [kind, voided?.length, revived?.length])).toEqual([
      ['requested', undefined, 0],
      ['approve', undefined, undefined],
      ['edited', 1, 0],
      ['edited', 0, 1],
    ])
    expect(events[3]?.details.revived).toMatchObject([{ id: office.reviewer.id }])
  })

  it('is withdrawn for good, and the next one is another', async () => {
    await set.move({ status: 'LIVE' }).expect(200)
    await set.move({ status: 'REVIEW' }).expect(200)
    const { body } = await set.call('get', '/reviews').expect(200)
    expect(body.reviews).toMatchObject([
      { outcome: null, people: [] },
      { outcome: 'withdrawn', people: [{ id: office.reviewer.id }] },
    ])
  })
})

describe('a comment', () => {
  it('is answered and settled by anybody, changed and deleted by who wrote it', async () => {
    const { id: commentId } = first((await submit(theirs, 'comment', { comments: [lineTwo()] })).comments)
    const place = `/reviews/current/comments/${commentId}`
    const answered = await set.call('post', `${place}/replies`).send({ body: 'Yes' }).expect(201)
    expect(answered.body.comments[1]).toMatchObject({ thread_id: commentId, by: { id: office.author.id }, body: 'Yes' })
    expect(refusalOf(await set.call('patch', place).send({ body: 'No' }))).toEqual([403, 'review_comment.not_yours'])
    expect(refusalOf(await set.call('delete', place))).toEqual([403, 'review_comment.not_yours'])
    const settled = await set.call('patch', place).send({ resolved: true }).expect(200)
    expect(settled.body.comments[0].resolved.by.id).toBe(office.author.id)
    const reopened = await theirs.call('patch', place).send({ resolved: false, body: 'By their name?' }).expect(200)
    expect(reopened.body.comments[0]).toMatchObject({ resolved: null, body: 'By their name?' })
    const reply = `/reviews/current/comments/${answered.body.comments[1].id}`
    expect(refusalOf(await set.call('patch', reply).send({ resolved: true }))).toEqual([400, 'request.invalid'])
    const gone = await theirs.call('delete', place).expect(200)
    expect(gone.body.comments).toMatchObject([{ deleted: true, body: '' }, { body: 'Yes' }])
    expect(refusalOf(await theirs.call('patch', place).send({ body: 'x' }))).toEqual([404, 'review_comment.not_found'])
  })

  it('follows its lines, and is outdated when they change', async () => {
    await submit(theirs, 'comment', { comments: [lineTwo()] })
    await set.write(id, 'Well:\nHello\nyou\nGood bye')
    expect((await conversation()).comments).toMatchObject([{ now: { from: 3, to: 3 }, outdated: false }])
    await set.write(id, 'Well:\nHello\nyou all\nGood bye')
    expect((await conversation()).comments).toMatchObject([{ now: null, outdated: true }])
  })
})

describe('suggestions', () => {
  const apply = async (ids: string[], seen?: string) => {
    const asked = await asSuggested(set, ids)
    const content_digest = seen ?? asked.content_digest
    return set.call('post', '/reviews/current/applications').send({ ...asked, content_digest })
  }

  it('are applied together, and who made them is an author from then on', async () => {
    const chat = {
      kind: 'chat',
      messages: [
        { role: 'system', template: 'Be kind' },
        { role: 'user', template: 'Hi' },
      ],
    }
    await set.call('put', `/prompts/${id}.chat`).set('If-None-Match', '*').send(chat).expect(201)
    const last = { place: { prompt_id: id, lines: { from: 3, to: 3, quote: 'Good bye' } }, suggestion: 'Bye\n{{name}}' }
    const inChat = { prompt_id: `${id}.chat`, message: 1, lines: { from: 1, to: 1, quote: 'Hi' } }
    const comments = [suggestion('{{name}}'), last, { place: inChat, suggestion: 'Hi there' }]
    const said = await submit(theirs, 'comment', { comments })
    const { status, body } = await apply(said.comments.map((comment) => comment.id))
    expect([status, body]).toEqual([200, { changed: [id, `${id}.chat`] }])
    const { snapshot, approvals } = await set.draft()
    expect(snapshot[id]).toMatchObject({ template: 'Hello\n{{name}}\nBye\n{{name}}', variables: { name: {} } })
    expect(snapshot[`${id}.chat`]).toMatchObject({ messages: [{ template: 'Be kind' }, { template: 'Hi there' }] })
    expect(approvals.authors.map((person) => person.id)).toContain(office.reviewer.id)
    const after = await conversation()
    expect(after.comments.map(({ applied, resolved }) => [applied?.by.id, resolved?.by.id])).toEqual(
      Array.from({ length: 3 }, () => [office.author.id, office.author.id]),
    )
    expect(kindsOf(after).slice(-2)).toEqual(['applied', 'edited'])
    const refused = await theirs
      .call('post', '/approvals')
      .send({ content_digest: (await set.draft()).content_digest })
      .expect(403)
    expect(refused.body.error.code).toBe('approval.own_work')
  })

  it('are refused where the text has moved on, where two are about one line, and a second time', async () => {
    const { comments } = await submit(theirs, 'comment', { comments: [suggestion('x'), suggestion('y'), lineTwo()] })
    const [one = '', two = '', none = ''] = comments.map((comment) => comment.id)
    const { content_digest: seen } = await set.draft()
    expect(refusalOf(await apply([one, two]))).toEqual([409, 'suggestion.outdated'])
    expect(refusalOf(await apply([none]))).toEqual([409, 'suggestion.outdated'])
    expect((await apply([one])).status).toBe(200)
    expect(refusalOf(await apply([one]))).toEqual([409, 'suggestion.outdated'])
    expect(refusalOf(await apply([two], seen))).toEqual([409, 'prompt_set.draft_changed'])
    expect(refusalOf(await apply([two]))).toEqual([409, 'suggestion.outdated'])
    expect((await set.draft()).snapshot[id]).toMatchObject({ template: 'Hello\nx\nGood bye' })
  })
})

describe('a request for changes', () => {
  it('stands until it is dismissed with a reason, which is in the trail', async () => {
    const { standing } = await submit(theirs, 'request_changes', { body: 'No' })
    const event_id = standing[0]?.event_id
    const dismissal = () => set.as(third).call('post', '/reviews/current/dismissals')
    expect(refusalOf(await dismissal().send({ event_id, reason: ' ' }))).toEqual([400, 'request.invalid'])
    const { body } = await dismissal().send({ event_id, reason: 'On holiday' }).expect(200)
    expect([body.standing, body.events.at(-1)]).toMatchObject([[], { kind: 'dismissed', body: 'On holiday' }])
    expect(refusalOf(await dismissal().send({ event_id, reason: 'Again' }))).toEqual([404, 'review.not_found'])
    const trail = await forge.ctx.db('audit_entries').where({ target: set.id, action: 'review.verdict_dismissed' })
    expect(trail).toMatchObject([{ details: { reason: 'On holiday', by: office.reviewer.id } }])
  })
})

describe('the people who are asked', () => {
  const waiting = async (person: Person): Promise<string[]> => {
    const { body } = await person.call('get', '/reviews?waiting=me').expect(200)
    return body.reviews.map((review: { prompt_set: { id: string } }) => review.prompt_set.id)
  }

  it('have the review in their inbox until it is approved; where nobody was asked, everybody has who may', async () => {
    expect([await waiting(office.reviewer), await waiting(third)].map((ids) => ids.includes(set.id))).toEqual([
      true,
      false,
    ])
    await set.call('put', '/reviews/current/reviewers').send({ reviewers: [] }).expect(200)
    const people = [office.reviewer, third, office.author]
    const has = async () => (await Promise.all(people.map(waiting))).map((ids) => ids.includes(set.id))
    expect(await has()).toEqual([true, true, false])
    await theirs.approve()
    expect(await has()).toEqual([false, false, false])
  })

  it('may be changed to people who may review', async () => {
    const { body } = await set
      .call('put', '/reviews/current/reviewers')
      .send({ reviewers: [third.id] })
      .expect(200)
    expect(body.people).toMatchObject([{ id: third.id }])
    const stranger = await set.call('put', '/reviews/current/reviewers').send({ reviewers: [set.id] })
    expect(refusalOf(stranger)).toEqual([404, 'member.not_found'])
    expect(kindsOf(await conversation())).toEqual(['requested', 'asked'])
  })
})
