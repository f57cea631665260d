import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { asSuggested, lastReview } from '../../test/support/suggestions.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let theirs: PromptSetDesk
let id: string
let commentId: string
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
  theirs = set.as(office.reviewer)
  id = `w${count}.a`
  await set.write(id, 'Hello\nyou')
  await set.move({ status: 'REVIEW' }).expect(200)
  const { content_digest } = await set.draft()
  const comments = [{ place: { prompt_id: id, lines: { from: 2, to: 2, quote: 'you' } }, suggestion: 'friend' }]
  const said = { content_digest, verdict: 'comment', comments }
  const { body } = await theirs.call('post', '/reviews/current/submissions').send(said).expect(201)
  commentId = body.comments[0].id
})

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const apply = (asked: object) => set.call('post', '/reviews/current/applications').send(asked)
const rewrite = (change: object) =>
  theirs.call('patch', `/reviews/current/comments/${commentId}`).send(change).expect(200)
const template = async () => (await set.draft()).snapshot[id]
const lastEntry = async (action: string) =>
  (await forge.ctx.db('audit_entries').where({ target: set.id, action }).orderBy('number', 'desc').first()).details

describe('a suggestion', () => {
  it('is read with its digest, of its text alone', async () => {
    expect((await lastReview(set)).comments).toMatchObject([
      { suggestion: 'friend', suggestion_sha256: digest('friend') },
    ])
    await rewrite({ body: 'By name' })
    expect((await lastReview(set)).comments).toMatchObject([{ suggestion_sha256: digest('friend') }])
    const { body } = await theirs.call('delete', `/reviews/current/comments/${commentId}`).expect(200)
    expect(body.comments).toMatchObject([{ suggestion: null, suggestion_sha256: null }])
  })

  it('that was rewritten since somebody read it is not applied, and nothing of it is', async () => {
    const asked = await asSuggested(set, [commentId])
    await rewrite({ suggestion: 'fool' })
    const { body } = await apply(asked).expect(409)
    expect(body.error).toMatchObject({ code: 'suggestion.outdated', details: { comment_id: commentId } })
    expect(body.error.message).toMatch(/rewrote a suggestion since you read it\. Nothing was changed\./)
    expect(await template()).toMatchObject({ template: 'Hello\nyou' })
    expect((await lastReview(set)).comments).toMatchObject([{ applied: null }])
    await apply(await asSuggested(set, [commentId])).expect(200)
    expect(await template()).toMatchObject({ template: 'Hello\nfool' })
  })

  it('is told in the trail by its digests: what it was, what it became, and what was applied', async () => {
    await rewrite({ suggestion: 'fool' })
    expect(await lastEntry('review.comment_changed')).toEqual({
      comment_id: commentId,
      suggestion_sha256: digest('fool'),
      before: { suggestion_sha256: digest('friend') },
    })
    const asked = await asSuggested(set, [commentId])
    await apply(asked).expect(200)
    expect(await lastEntry('prompts.suggestions_applied')).toMatchObject({
      ids: [id],
      suggestions: [{ comment_id: commentId, sha256: digest('fool'), by: office.reviewer.id }],
      before: { content_digest: asked.content_digest },
    })
  })

  it('is applied by nobody who does not say what they read', async () => {
    const { content_digest } = await set.draft()
    for (const asked of [{ comment_ids: [commentId] }, { suggestions: [{ comment_id: commentId }] }]) {
      const { body } = await apply({ content_digest, ...asked }).expect(400)
      expect(body.error.code).toBe('request.invalid')
    }
  })
})
