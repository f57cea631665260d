import { beforeAll, describe, expect, it } from 'vitest'
import { newPromptSet, type PromptSetDesk } from '../../test/support/content.js'
import { firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const DAY = 24 * 60 * 60 * 1000
const forge = testForge()
let admin: Person & { organisation: { id: string } }
let projectId: string
let count = 0
beforeAll(async () => {
  admin = await firstAdmin(forge)
  projectId = (await newProject(admin, admin.organisation.id)).id
})

async function reviewedDraft(): Promise<PromptSetDesk> {
  count += 1
  const set = await newPromptSet(admin, projectId, `Set ${count}`)
  await set.write(`s${count}.a`, 'Text')
  await set.move({ status: 'REVIEW' }).expect(200)
  return set
}

/** Somebody else who could review until some days ago, or still can. */
async function colleague(leftDaysAgo: number | undefined): Promise<() => Promise<void>> {
  const id = forge.ctx.newId()
  const created_at = new Date(0)
  const removed_at = leftDaysAgo === undefined ? null : new Date(Date.now() - leftDaysAgo * DAY)
  await forge.ctx.db('users').insert({ id, email: `${id}@example.com`, name: 'C', password_hash: '', created_at })
  const membership = { organisation_id: admin.organisation.id, user_id: id, role: 'member', created_at, removed_at }
  await forge.ctx.db('memberships').insert(membership)
  return async () => {
    await forge.ctx.db('memberships').where({ user_id: id }).delete()
  }
}

const approve = async (set: PromptSetDesk) => {
  const { content_digest } = await set.draft()
  return set.call('post', '/approvals').send({ content_digest })
}

describe('the only reviewer of an organisation', () => {
  it('may approve their own work, and version and trail say so', async () => {
    const set = await reviewedDraft()
    const { status, body } = await approve(set)
    expect([status, body.given]).toEqual([201, 1])
    expect(body.approvals).toMatchObject([{ own_work: true, counts: true }])
    expect(body.reviewers).toMatchObject([{ id: admin.id }])
    const { content_digest } = await set.draft()
    const locked = await set.move({ status: 'LOCKED', content_digest }).expect(200)
    expect(locked.body.version.approvals).toMatchObject([{ user: { id: admin.id }, own_work: true }])
    const [entry] = await forge.ctx.db('audit_entries').where({ target: set.id, action: 'prompt_set.locked' })
    expect(entry.details).toMatchObject({ version: '1.0.0', own_work: true })
  })

  it('may while the other one left more than seven days ago', async () => {
    const away = await colleague(7.1)
    expect((await approve(await reviewedDraft())).status).toBe(201)
    await away()
  })

  it.each([
    ['left six days ago', 6.9],
    ['is still there', undefined],
  ])('may not while another one %s', async (_, days) => {
    const away = await colleague(days)
    const { status, body } = await approve(await reviewedDraft())
    expect([status, body.error.code]).toEqual([403, 'approval.own_work'])
    await away()
  })

  it('who was joined by another one before the lock needs that one’s approval', async () => {
    const set = await reviewedDraft()
    await approve(set)
    const away = await colleague(undefined)
    const { content_digest, approvals } = await set.draft()
    expect(approvals.given).toBe(0)
    const response = await set.move({ status: 'LOCKED', content_digest }).expect(409)
    expect(response.body.error.code).toBe('approval.missing')
    await away()
  })
})
