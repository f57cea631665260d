import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
  await set.write(id('a'), 'Text {{name}}')
})

const id = (name: string): string => `s${count}.${name}`
const statusOf = async (): Promise<string> => (await set.call('get')).body.status

async function to(status: string): Promise<void> {
  if (status === 'REVIEW') await set.move({ status }).expect(200)
  if (status === 'LOCKED') await lock(set, office.reviewer)
}

async function auditOf(action: string): Promise<{ details: Record<string, unknown> }[]> {
  return forge.ctx.db('audit_entries').where({ target: set.id, action }).select('details')
}

describe('a move', () => {
  it.each([
    ['LIVE', { status: 'LIVE' }],
    ['LIVE', { status: 'LOCKED' }],
    ['REVIEW', { status: 'REVIEW' }],
    ['REVIEW', { status: 'LIVE', discard: true }],
    ['LOCKED', { status: 'REVIEW' }],
    ['LOCKED', { status: 'LOCKED' }],
    ['LOCKED', { status: 'LOCKED', discard: true }],
  ])('from %s by %j is refused', async (from, body) => {
    await to(from)
    const response = await set.move(body).expect(409)
    expect(response.body.error.code).toBe('prompt_set.wrong_status')
    expect(await statusOf()).toBe(from)
  })

  it('to REVIEW needs a prompt', async () => {
    const empty = await office.newSet(`Empty ${count}`)
    expect((await empty.move({ status: 'REVIEW' }).expect(422)).body.error.code).toBe('prompt_set.empty')
  })

  it('to REVIEW and back leaves a review with its note, ended', async () => {
    const { body } = await set.move({ status: 'REVIEW', note: 'Please look' }).expect(200)
    expect(body).toMatchObject({ prompt_set: { status: 'REVIEW' }, version: null })
    const { content_digest } = await set.draft()
    await set.move({ status: 'LIVE', note: 'Not yet' }).expect(200)
    const [review] = await forge.ctx.db('reviews').where({ prompt_set_id: set.id })
    expect(review).toMatchObject({ content_digest, note: 'Please look', outcome: 'withdrawn' })
    expect(await auditOf('review.withdrawn')).toMatchObject([{ details: { note: 'Not yet' } }])
    await set.move({ status: 'REVIEW' }).expect(200)
  })
})

describe('a LOCKED prompt set', () => {
  it('takes no edit by any door, and says how to open a draft', async () => {
    await to('LOCKED')
    const { etag } = (await set.call('get', `/prompts/${id('a')}`)).body
    const body = { kind: 'text', template: 'sneaky' }
    const doors = [
      set
        .call('put', `/prompts/${id('a')}`)
        .set('If-Match', etag)
        .send(body),
      set.call('delete', `/prompts/${id('a')}`).set('If-Match', etag),
      set.call('post', '/prompts').send({ id: id('b'), ...body }),
      set.call('put', '/prompts').send({ prompts: { [id('b')]: body } }),
      set.call('post', '/includes').send({}),
    ]
    for (const response of await Promise.all(doors)) {
      expect([response.status, response.body.error.code]).toEqual([409, 'prompt_set.locked'])
      expect(response.body.error.message).toContain('Open a new draft first.')
    }
  })

  it('is guarded by the database itself', async () => {
    await to('LOCKED')
    const rows = () => forge.ctx.db('prompts').where({ prompt_set_id: set.id })
    await expect(rows().update({ template: 'sneaky' })).rejects.toThrow(/LOCKED/)
    await expect(rows().delete()).rejects.toThrow(/LOCKED/)
    const [row] = await rows()
    const copy = { ...row, id: set.id, prompt_id: id('b'), variables: '{}', metadata: '{}' }
    await expect(forge.ctx.db('prompts').insert(copy)).rejects.toThrow(/LOCKED/)
  })

  it('opens a new draft from the locked text, without authors', async () => {
    await to('LOCKED')
    await set.move({ status: 'LIVE' }).expect(200)
    const draft = await set.draft()
    expect(draft).toMatchObject({ locked_version: '1.0.0', proposed_version: null, diff: { bump: 'none' } })
    expect([draft.approvals.authors, draft.blocked_by]).toEqual([[], []])
    expect(Object.keys(draft.snapshot)).toEqual([id('a')])
  })

  it('returns to its version, and no new one is made, when a draft that says the same is locked', async () => {
    await to('LOCKED')
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('a'), 'Another text {{name}}')
    await set.write(id('a'), 'Text {{name}}')
    await set.move({ status: 'REVIEW' }).expect(200)
    const { content_digest } = await set.draft()
    const { body } = await set.move({ status: 'LOCKED', content_digest, version: '2.0.0' }).expect(200)
    expect(body.version.version).toBe('1.0.0')
    expect((await set.call('get', '/versions')).body.versions).toHaveLength(1)
    expect((await set.draft()).approvals.authors).toMatchObject([{ id: office.author.id }])
  })
})

describe('discarding a draft', () => {
  it.each(['LIVE', 'REVIEW'])('in %s puts the locked text back: changed, added and removed prompts', async (status) => {
    await set.write(id('b'), 'Second')
    await to('LOCKED')
    await set.move({ status: 'LIVE' }).expect(200)
    const before = (await set.call('get', `/prompts/${id('a')}`)).body
    await set.write(id('a'), 'Changed')
    await set.write(id('c'), 'Added')
    const { etag } = (await set.call('get', `/prompts/${id('b')}`)).body
    await set
      .call('delete', `/prompts/${id('b')}`)
      .set('If-Match', etag)
      .expect(204)
    await to(status)
    const { body } = await set.move({ status: 'LOCKED', discard: true }).expect(200)
    expect(body).toMatchObject({ prompt_set: { status: 'LOCKED' }, version: { version: '1.0.0' } })
    const { content_digest, diff, approvals } = await set.draft()
    expect([content_digest, diff.bump]).toEqual([body.version.content_digest, 'none'])
    expect(approvals.content_digest).toBe(content_digest)
    expect((await set.call('get', `/prompts/${id('a')}`)).body.etag).not.toBe(before.etag)
    const open = await forge.ctx.db('reviews').where({ prompt_set_id: set.id }).whereNull('closed_at')
    expect(open).toEqual([])
  })

  it('is refused before anything was locked', async () => {
    const response = await set.move({ status: 'LOCKED', discard: true }).expect(409)
    expect(response.body.error.code).toBe('prompt_set.never_locked')
    expect((await set.draft()).snapshot).toHaveProperty([id('a')])
  })

  it('is refused while another set has an id of the locked text, and changes nothing', async () => {
    await to('LOCKED')
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('b'), 'Keep me')
    const { etag } = (await set.call('get', `/prompts/${id('a')}`)).body
    await set
      .call('delete', `/prompts/${id('a')}`)
      .set('If-Match', etag)
      .expect(204)
    const other = await office.newSet(`Other ${count}`)
    await other.write(id('a'), 'Moved here')
    const response = await set.move({ status: 'LOCKED', discard: true }).expect(409)
    expect(response.body.error).toMatchObject({ code: 'prompt.id_taken', details: { prompt_set_id: other.id } })
    expect(Object.keys((await set.draft()).snapshot)).toEqual([id('b')])
  })
})
