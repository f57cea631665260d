import type { ReviewConversation, ReviewVerdict } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

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
  id = `m${count}.a`
  await set.write(id, 'One')
  await set.move({ status: 'REVIEW' }).expect(200)
})

async function say(verdict: ReviewVerdict, desk = theirs): Promise<ReviewConversation> {
  const { content_digest } = await desk.draft()
  const said = { content_digest, verdict, body: 'Hm' }
  return (await desk.call('post', '/reviews/current/submissions').send(said).expect(201)).body
}

async function locking(): Promise<[number, string]> {
  const { content_digest } = await set.draft()
  const { status, body } = await set.move({ status: 'LOCKED', content_digest })
  return [status, status === 200 ? body.version.version : body.error.code]
}

const approvers = async (): Promise<string[]> =>
  (await set.draft()).approvals.approvals.map(({ user }) => user.id).toSorted()

describe('who approved and then requests changes', () => {
  it('approves no more, also where the same text is put up for review again', async () => {
    await theirs.approve()
    const { content_digest } = await set.draft()
    const { events } = await say('request_changes')
    expect(events.map(({ kind, content_digest: of }) => [kind, of])).toEqual(
      ['requested', 'approve', 'approval_withdrawn', 'request_changes'].map((kind) => [kind, content_digest]),
    )
    await set.move({ status: 'REVIEW' }).expect(200)
    const { approvals, blocked_by } = await set.draft()
    expect([approvals.given, approvals.approvals, blocked_by[0]?.code]).toEqual([0, [], 'approval.missing'])
    expect(await locking()).toEqual([409, 'approval.missing'])
    const trail = await forge.ctx.db('audit_entries').where({ target: set.id, action: 'approval.withdrawn' })
    expect(trail).toMatchObject([{ actor_id: office.reviewer.id, details: { content_digest } }])
  })

  it('may approve it later, and that counts', async () => {
    await theirs.approve()
    await say('request_changes')
    await set.move({ status: 'REVIEW' }).expect(200)
    const { standing } = await say('approve')
    expect([standing, await locking()]).toEqual([[], [200, '1.0.0']])
  })

  it('approves it no more as it was before an edit that is undone', async () => {
    await theirs.approve()
    await set.write(id, 'Two')
    await say('request_changes')
    await set.write(id, 'One')
    await set.move({ status: 'REVIEW' }).expect(200)
    expect([await approvers(), await locking()]).toEqual([[], [409, 'approval.missing']])
  })

  it('leaves what others approve', async () => {
    await theirs.approve()
    await say('approve', set.as(third))
    await say('request_changes')
    await set.move({ status: 'REVIEW' }).expect(200)
    expect([await approvers(), await locking()]).toEqual([[third.id], [200, '1.0.0']])
  })

  it('still approves the locked versions of before', async () => {
    await theirs.approve()
    expect(await locking()).toEqual([200, '1.0.0'])
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id, 'Two')
    await set.move({ status: 'REVIEW' }).expect(200)
    await theirs.approve()
    expect(await approvers()).toEqual([office.reviewer.id, office.reviewer.id])
    await say('request_changes')
    expect(await approvers()).toEqual([office.reviewer.id])
    await set.move({ status: 'LOCKED', discard: true }).expect(200)
    expect((await set.draft()).approvals.given).toBe(1)
  })

  it('who only comments goes on approving', async () => {
    await theirs.approve()
    await say('comment')
    expect([await approvers(), await locking()]).toEqual([[office.reviewer.id], [200, '1.0.0']])
  })
})
