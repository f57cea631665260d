import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { lastReview } from '../../test/support/suggestions.js'

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
  set = await office.newSet(`Set ${(count += 1)}`)
  theirs = set.as(office.reviewer)
  id = `f${count}.a`
  await set.write(id, 'Hello')
  await set.move({ status: 'REVIEW' }).expect(200)
})

const COMMENT = '/reviews/current/comments'
const refusalOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [
  status,
  body.error?.code,
]

async function say(comments: object[]) {
  const { content_digest } = await set.draft()
  return theirs.call('post', '/reviews/current/submissions').send({ content_digest, verdict: 'comment', comments })
}
const suggestions = (length: number, size: number) =>
  Array.from({ length }, () => ({
    place: { prompt_id: id, lines: { from: 1, to: 1, quote: 'Hello' } },
    suggestion: 'x'.repeat(size),
  }))

describe('a review', () => {
  it('takes a thousand comments, and neither another one nor an answer', async () => {
    for (let round = 0; round < 5; round += 1) {
      const comments = Array.from({ length: round < 4 ? 200 : 199 }, () => ({ body: 'x' }))
      expect((await say(comments)).status).toBe(201)
    }
    const [first] = (await lastReview(set)).comments
    expect(refusalOf(await say([{ body: 'x' }, { body: 'y' }]))).toEqual([413, 'review.too_large'])
    expect((await say([{ body: 'The last one' }])).status).toBe(201)
    const reply = await set.call('post', `${COMMENT}/${first?.id}/replies`).send({ body: 'Yes' })
    expect(refusalOf(reply)).toEqual([413, 'review.too_large'])
    await theirs.call('delete', `${COMMENT}/${first?.id}`).expect(200)
    expect((await lastReview(set)).comments).toHaveLength(1_000)
  })

  it('takes two million characters of words, quotes and suggestions, and says what it holds', async () => {
    expect((await say(suggestions(9, 199_995))).status).toBe(201)
    const { body } = await theirs
      .call('post', '/reviews/current/submissions')
      .send({
        content_digest: (await set.draft()).content_digest,
        verdict: 'comment',
        comments: suggestions(2, 150_000),
      })
      .expect(413)
    expect(body.error).toMatchObject({
      code: 'review.too_large',
      details: {
        held: { comments: 11, characters: 2_100_010 },
        room: { comments: 1_000, characters: 2_000_000 },
      },
    })
    expect((await lastReview(set)).comments).toHaveLength(9)
    expect((await say(suggestions(1, 199_995))).status).toBe(201)
  })

  it('that is full lets threads be settled, and a suggestion be made shorter and no longer', async () => {
    expect((await say(suggestions(10, 199_995))).status).toBe(201)
    const [first] = (await lastReview(set)).comments
    const change = (body: object) => theirs.call('patch', `${COMMENT}/${first?.id}`).send(body)
    await change({ resolved: true }).expect(200)
    await change({ suggestion: 'short' }).expect(200)
    await change({ suggestion: 'x'.repeat(199_995) }).expect(200)
    expect(refusalOf(await change({ suggestion: 'x'.repeat(199_996) }))).toEqual([413, 'review.too_large'])
  })
})
