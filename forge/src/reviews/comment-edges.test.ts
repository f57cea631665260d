import type { ReviewComment, ReviewConversation } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { asSuggested, lastReview } from '../../test/support/suggestions.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let theirs: PromptSetDesk
let id: string
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Edges ${(count += 1)}`)
  theirs = set.as(office.reviewer)
  id = `e${count}.text`
  await set.write(id, 'One\nTwo\nThree')
  await set.move({ status: 'REVIEW' }).expect(200)
})

const CURRENT = '/reviews/current'
const place = (line: number, quote: string, more: object = {}) => ({
  prompt_id: id,
  lines: { from: line, to: line, quote },
  ...more,
})
const refusalOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]
const actions = async (): Promise<string[]> =>
  forge.ctx.db('audit_entries').where({ target: set.id }).orderBy('number').pluck('action')

async function say(comments: object[], more: object = {}): Promise<ReviewConversation> {
  const { content_digest } = await set.draft()
  const said = { content_digest, verdict: 'comment', comments, ...more }
  return (await theirs.call('post', `${CURRENT}/submissions`).send(said).expect(201)).body
}

const conversation = () => lastReview(set)

function only({ comments }: ReviewConversation): ReviewComment {
  const [comment] = comments
  if (!comment) throw new Error('Nobody commented')
  return comment
}

describe('a comment that is changed', () => {
  const change = (commentId: string, body: object) =>
    theirs.call('patch', `${CURRENT}/comments/${commentId}`).send(body)

  it.each([
    ['nothing', {}],
    ['no words', { body: ' \n' }],
    ['words that are too long', { body: 'x'.repeat(10_001) }],
    ['something that is no property of it', { body: 'x', applied: true }],
    ['a suggestion of nothing', { suggestion: null }],
  ])('to %s stays as it was, and the trail says nothing of it', async (_, body) => {
    const { id: commentId } = only(await say([{ body: 'Why?' }]))
    const before = await actions()
    expect(refusalOf(await change(commentId, body))).toEqual([400, 'request.invalid'])
    expect(await actions()).toEqual(before)
  })

  it('may be left with its suggestion alone, and says when it was rewritten', async () => {
    const { id: commentId } = only(await say([{ body: 'Shorter', suggestion: '2', place: place(2, 'Two') }]))
    const { body } = await change(commentId, { body: '', suggestion: '' }).expect(200)
    expect(only(body)).toMatchObject({ body: '', suggestion: '', edited_at: expect.any(String) })
  })

  it('gets no suggestion where it had none, since it may be about no lines', async () => {
    const { id: commentId } = only(await say([{ body: 'All of it' }]))
    expect(refusalOf(await change(commentId, { suggestion: 'x' }))).toEqual([400, 'request.invalid'])
  })

  it('is told in the trail by what was done, and never with its words', async () => {
    const { id: commentId } = only(await say([{ body: 'Secret plans' }]))
    await change(commentId, { body: 'Other plans' }).expect(200)
    await change(commentId, { resolved: true }).expect(200)
    await change(commentId, { resolved: false }).expect(200)
    await theirs.call('post', `${CURRENT}/comments/${commentId}/replies`).send({ body: 'More plans' }).expect(201)
    await theirs.call('delete', `${CURRENT}/comments/${commentId}`).expect(200)
    expect((await actions()).slice(-6)).toEqual([
      'review.commented',
      'review.comment_changed',
      'review.comment_resolved',
      'review.comment_reopened',
      'review.comment_added',
      'review.comment_deleted',
    ])
    const entries = await forge.ctx.db('audit_entries').where({ target: set.id }).pluck('details')
    expect(JSON.stringify(entries)).not.toContain('plans')
    expect(entries.slice(-5)).toEqual(Array.from({ length: 5 }, () => ({ comment_id: commentId })))
  })

  it('is of the set in whose review it stands, and of no other', async () => {
    const { id: commentId } = only(await say([{ body: 'Mine' }]))
    const other = await office.newSet(`Beside ${count}`)
    await other.write(`e${count}.beside`, 'x')
    await other.move({ status: 'REVIEW' }).expect(200)
    const desk = other.as(office.reviewer)
    const there = `${CURRENT}/comments/${commentId}`
    const { suggestions } = await asSuggested(set, [commentId])
    const { content_digest } = await other.draft()
    const answers = [
      await desk.call('patch', there).send({ body: 'x' }),
      await desk.call('delete', there),
      await desk.call('post', `${there}/replies`).send({ body: 'x' }),
      await other.call('post', `${CURRENT}/applications`).send({ content_digest, suggestions }),
    ]
    expect(answers.map(refusalOf)).toEqual(answers.map(() => [404, 'review_comment.not_found']))
  })

  it('stays as it was once its suggestion is in the draft', async () => {
    const { id: commentId } = only(await say([{ suggestion: '2', place: place(2, 'Two') }]))
    const applied = await asSuggested(set, [commentId, commentId])
    await set.call('post', `${CURRENT}/applications`).send(applied).expect(200)
    const refused = [
      await change(commentId, { suggestion: '3' }),
      await theirs.call('delete', `${CURRENT}/comments/${commentId}`),
    ]
    expect(refused.map(refusalOf)).toEqual(refused.map(() => [403, 'review_comment.not_yours']))
    expect((await set.draft()).snapshot[id]).toMatchObject({ template: 'One\n2\nThree' })
  })
})

describe('where a comment is about', () => {
  it('a prompt that is not there, it is outdated', async () => {
    const { comments } = await say([
      { body: 'No such prompt', place: { prompt_id: 'nowhere.at.all' } },
      { body: 'The prompt', place: { prompt_id: id } },
    ])
    expect(comments.map(({ now, outdated }) => [now, outdated])).toEqual([
      [null, true],
      [null, false],
    ])
  })

  it('the locked version, it stays where it was', async () => {
    await theirs.approve()
    const { content_digest } = await set.draft()
    await set.move({ status: 'LOCKED', content_digest }).expect(200)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id, 'Zero\nOne')
    await set.move({ status: 'REVIEW' }).expect(200)
    const { comments } = await say([{ body: 'Why?', place: place(3, 'Three', { side: 'locked' }) }])
    expect(comments).toMatchObject([{ now: { from: 3, to: 3 }, outdated: false }])
  })

  it.each<[string, () => object]>([
    ['other words', () => place(2, 'two')],
    ['half a line', () => place(2, 'Tw')],
    ['lines with others between them', () => ({ prompt_id: id, lines: { from: 1, to: 2, quote: 'One\nThree' } })],
    ['a prompt that is not there', () => place(1, 'One', { prompt_id: 'nowhere.at.all' })],
    ['a message that is not there', () => place(1, 'One', { message: 3 })],
    ['a version that was never locked', () => place(1, 'One', { side: 'locked' })],
  ])('lines that nobody wrote is refused: it quotes %s', async (_, where) => {
    const { content_digest } = await set.draft()
    const said = { content_digest, verdict: 'comment', comments: [{ body: 'Fine' }, { body: 'x', place: where() }] }
    const refused = await theirs.call('post', `${CURRENT}/submissions`).send(said)
    expect([refusalOf(refused), refused.body.error.message]).toMatchObject([
      [400, 'request.invalid'],
      expect.stringMatching(/does not say\. Read it again, and quote the lines as they are\.$/),
    ])
    expect((await conversation()).comments).toEqual([])
  })

  it('lines that were changed while it was written is told so, and is taken where they only moved', async () => {
    const { content_digest } = await set.draft()
    const send = () =>
      theirs
        .call('post', `${CURRENT}/submissions`)
        .send({ content_digest, verdict: 'comment', comments: [{ body: 'This', place: place(2, 'Two') }] })
    await set.write(id, 'One\n2\nThree')
    expect(refusalOf(await send())).toEqual([409, 'prompt_set.draft_changed'])
    await set.write(id, 'Zero\nOne\nTwo')
    const { body } = await send().expect(201)
    expect(only(body)).toMatchObject({ now: { from: 3, to: 3 }, outdated: false })
  })

  it('lines are found again where they come back, and nowhere once their prompt is deleted', async () => {
    await say([{ body: 'This', place: place(2, 'Two') }])
    const now = async () => {
      const { now: lines, outdated } = only(await conversation())
      return [lines, outdated]
    }
    await set.write(id, 'One\nThree')
    expect(await now()).toEqual([null, true])
    await set.write(id, 'Zero\nOne\nTwo\nThree')
    expect(await now()).toEqual([{ from: 3, to: 3 }, false])
    const { headers } = await set.call('get', `/prompts/${id}`).expect(200)
    await set.write(`${id}.other`, 'Two')
    await set.call('delete', `/prompts/${id}`).set('If-Match', String(headers['etag'])).expect(204)
    expect(await now()).toEqual([null, true])
  })

  it('hostile words and ids are text, and come back as they were sent', async () => {
    const words = `<img src=x onerror=alert(1)> {{> shared}} '; DROP TABLE reviews; --\u202e\u2066 ${'🦊'.repeat(50)}`
    const said = await say([{ body: words, place: place(2, 'Two') }], { body: words })
    expect([only(said).body, said.events.at(-1)?.body]).toEqual([words, words])
    const named = { body: 'x', place: { prompt_id: '__proto__' } }
    const { content_digest } = await set.draft()
    const odd = await theirs
      .call('post', `${CURRENT}/submissions`)
      .send({ content_digest, verdict: 'comment', comments: [named] })
    expect(refusalOf(odd)).toEqual([400, 'request.invalid'])
  })

  it('more than 200 at once are refused, and 200 are taken', async () => {
    const many = Array.from({ length: 200 }, (_, at) => ({ body: `Number ${at}` }))
    const { content_digest } = await set.draft()
    const said = { content_digest, verdict: 'comment', comments: [...many, { body: 'One more' }] }
    expect(refusalOf(await theirs.call('post', `${CURRENT}/submissions`).send(said))).toEqual([400, 'request.invalid'])
    const { comments } = await say(many)
    expect(comments.map(({ body }) => body)).toEqual(many.map(({ body }) => body))
  })
})

describe('at the same time', () => {
  it('two apply one suggestion, and one of them does', async () => {
    const { id: commentId } = only(await say([{ suggestion: 'Two\nTwo and a half', place: place(2, 'Two') }]))
    const asked = await asSuggested(set, [commentId])
    const apply = () => set.call('post', `${CURRENT}/applications`).send(asked)
    const answers = await Promise.all([apply(), apply()])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]))
    expect((await set.draft()).snapshot[id]).toMatchObject({ template: 'One\nTwo\nTwo and a half\nThree' })
  })

  it('somebody approves and requests changes: the draft is sent back, without their approval', async () => {
    const { content_digest } = await set.draft()
    const submit = (verdict: string) =>
      theirs.call('post', `${CURRENT}/submissions`).send({ content_digest, verdict, body: 'So' })
    const [approved, sent] = await Promise.all([submit('approve'), submit('request_changes')])
    expect(sent?.status).toBe(201)
    expect([201, 409]).toContain(approved?.status)
    const { prompt_set, approvals } = await set.draft()
    expect([prompt_set.status, approvals.given]).toEqual(['LIVE', 0])
    const lock = await set.move({ status: 'LOCKED', content_digest })
    expect(refusalOf(lock)).toEqual([409, 'prompt_set.wrong_status'])
  })
})
