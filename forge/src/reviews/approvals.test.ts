import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let third: Person
let set: PromptSetDesk
let theirs: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  third = await addPerson(forge, office.author, office.organisationId, { email: 'mary@example.com' })
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
  theirs = set.as(office.reviewer)
  await set.write(id('a'), 'One {{name}}')
  await set.move({ status: 'REVIEW' }).expect(200)
})

const id = (name: string): string => `s${count}.${name}`

async function locking(more: object = {}): Promise<[number, string]> {
  const { content_digest } = await set.draft()
  const { status, body } = await set.move({ status: 'LOCKED', content_digest, ...more })
  return [status, status === 200 ? body.version.version : body.error.code]
}

async function requireApprovals(required_approvals: number): Promise<void> {
  await office.author.call('patch', `/projects/${office.projectId}`).send({ required_approvals }).expect(200)
}

describe('an approval', () => {
  it('is listed with who may give one and who wrote the draft, and once is enough', async () => {
    const { body } = await set.call('get', '/approvals').expect(200)
    expect(body).toMatchObject({ required: 1, given: 0, approvals: [], authors: [{ id: office.author.id }] })
    const reviewers = body.reviewers.map((person: { id: string }) => person.id)
    expect(new Set(reviewers)).toEqual(new Set([office.reviewer.id, third.id]))
    const { content_digest } = body
    const first = await theirs.call('post', '/approvals').send({ content_digest }).expect(201)
    expect(first.body).toMatchObject({ given: 1, approvals: [{ user: { id: office.reviewer.id }, counts: true }] })
    const second = await theirs.call('post', '/approvals').send({ content_digest }).expect(200)
    expect(second.body.approvals).toHaveLength(1)
    const trail = await forge.ctx.db('audit_entries').where({ target: set.id, action: 'approval.given' })
    expect(trail).toHaveLength(1)
  })

  it('is refused to everybody whose edit is in the draft', async () => {
    await set.as(third).write(id('b'), 'Mine')
    const { content_digest } = await set.draft()
    for (const person of [office.author, third]) {
      const response = await set.as(person).call('post', '/approvals').send({ content_digest }).expect(403)
      expect(response.body.error.code).toBe('approval.own_work')
    }
    expect((await set.draft()).approvals.reviewers).toMatchObject([{ id: office.reviewer.id }])
  })

  it('of somebody who edits afterwards does not count any more', async () => {
    await theirs.approve()
    await theirs.write(id('a'), 'Theirs {{name}}')
    await theirs.write(id('a'), 'One {{name}}')
    expect((await set.draft()).approvals).toMatchObject({ given: 0, approvals: [{ counts: false }] })
    expect(await locking()).toEqual([409, 'approval.missing'])
  })

  it('is void after an edit, and counts again when the edit is undone', async () => {
    await theirs.approve()
    await set.write(id('a'), 'Two {{name}}')
    expect((await set.draft()).approvals).toMatchObject({ given: 0, approvals: [{ counts: false }] })
    expect(await locking()).toEqual([409, 'approval.missing'])
    await set.write(id('a'), 'One {{name}}')
    expect((await set.draft()).approvals).toMatchObject({ given: 1, approvals: [{ counts: true }] })
    expect(await locking()).toEqual([200, '1.0.0'])
  })

  it('of what was changed since it was read is refused', async () => {
    const { content_digest } = await set.draft()
    await set.write(id('a'), 'Two {{name}}')
    const response = await theirs.call('post', '/approvals').send({ content_digest }).expect(409)
    expect(response.body.error).toMatchObject({ code: 'prompt_set.draft_changed', details: { seen: content_digest } })
  })

  it('needs a review', async () => {
    await set.move({ status: 'LIVE' }).expect(200)
    const { content_digest } = await set.draft()
    const response = await theirs.call('post', '/approvals').send({ content_digest }).expect(409)
    expect(response.body.error.code).toBe('prompt_set.wrong_status')
  })

  it('can be taken back by its giver only', async () => {
    await theirs.approve()
    expect((await set.call('delete', '/approvals/mine').expect(404)).body.error.code).toBe('approval.not_found')
    await theirs.call('delete', '/approvals/mine').expect(204)
    expect(await locking()).toEqual([409, 'approval.missing'])
  })

  it('can be given on a locked version, by people who did not write it', async () => {
    const { content_digest } = await lockedVersion()
    const own = await set.call('post', '/approvals').send({ content_digest }).expect(403)
    expect(own.body.error.code).toBe('approval.own_work')
    const { body } = await set.as(third).call('post', '/approvals').send({ content_digest }).expect(201)
    expect(body).toMatchObject({ given: 2, content_digest })
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('a'), 'Two {{name}}')
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.as(third).call('delete', '/approvals/mine').expect(404)
    await set.as(third).call('post', '/approvals').send({ content_digest }).expect(200)
  })

  async function lockedVersion(): Promise<{ content_digest: string }> {
    await theirs.approve()
    const { content_digest } = await set.draft()
    return (await set.move({ status: 'LOCKED', content_digest }).expect(200)).body.version
  }
})

describe('the number of approvals', () => {
  it('is the project’s, judged when locking and stored with the version', async () => {
    await theirs.approve()
    await requireApprovals(2)
    expect(await locking()).toEqual([409, 'approval.missing'])
    expect((await set.draft()).blocked_by).toMatchObject([
      { code: 'approval.missing', details: { required: 2, given: 1 } },
    ])
    await set.as(third).approve()
    expect((await set.draft()).blocked_by).toEqual([])
    expect(await locking()).toEqual([200, '1.0.0'])
    await requireApprovals(1)
    const { body } = await set.call('get', '/versions/1.0.0').expect(200)
    expect(body.required_approvals).toBe(2)
    expect(body.approvals.map(({ user }: { user: { id: string } }) => user.id)).toEqual([office.reviewer.id, third.id])
  })

  it('may be none', async () => {
    await requireApprovals(0)
    expect(await locking()).toEqual([200, '1.0.0'])
    await requireApprovals(1)
  })

  it('is asked for anew after a lock: the old authors may approve, the new ones not', async () => {
    await theirs.approve()
    await locking()
    await set.move({ status: 'LIVE' }).expect(200)
    await theirs.write(id('a'), 'Two {{name}}')
    await lock(theirs, office.author)
    expect((await set.call('get')).body.locked_version).toBe('1.0.1')
  })
})
