import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { type PrintShop, printShop } from '../../test/support/print-shop.js'

const forge = testForge()
let office: Office
let shop: PrintShop
let leaver: Person
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  shop = await printShop(office)
})
beforeEach(async () => {
  leaver = await addPerson(forge, office.author, office.organisationId, { email: `${randomUUID()}@example.com` })
  set = await newPromptSet(office.author, shop.projectId, `Set ${(count += 1)}`)
  await draft('One')
  await set.move({ status: 'REVIEW' }).expect(200)
})

const draft = (text: string) => set.write(`k${count}.a`, text)
const member = () => `/organisations/${office.organisationId}/members/${leaver.id}`
const leaves = () => office.author.call('delete', member()).expect(204)
const losesRight = () =>
  office.author
    .call('patch', member())
    .send({ roles: ['viewer', 'editor'] })
    .expect(200)

async function locking(): Promise<[number, string]> {
  const { content_digest } = await set.draft()
  const { status, body } = await set.move({ status: 'LOCKED', content_digest })
  return [status, status === 200 ? body.version.version : body.error.code]
}

/** Has the set locked at another text, and the next draft in review. */
async function nextDraft(text: string): Promise<void> {
  await set.move({ status: 'LIVE' }).expect(200)
  await draft(text)
  await set.move({ status: 'REVIEW' }).expect(200)
}

describe('an approval', () => {
  it('goes with the draft that is given up, and counts for no later one that says the same', async () => {
    await set.as(office.reviewer).approve()
    expect(await locking()).toEqual([200, '1.0.0'])
    await nextDraft('Two')
    await set.as(leaver).approve()
    await set.move({ status: 'LOCKED', discard: true }).expect(200)
    const { approvals } = await set.draft()
    expect(approvals.approvals.map(({ user }) => user.id)).toEqual([office.reviewer.id])
    await nextDraft('Two')
    expect((await set.draft()).approvals.given).toBe(0)
    expect(await locking()).toEqual([409, 'approval.missing'])
  })

  it('of a text that was not locked in the end counts for no later draft', async () => {
    await set.as(leaver).approve()
    await draft('Other')
    await set.as(office.reviewer).approve()
    expect(await locking()).toEqual([200, '1.0.0'])
    await nextDraft('One')
    expect((await set.draft()).approvals.given).toBe(0)
    expect(await locking()).toEqual([409, 'approval.missing'])
  })

  it.each([
    ['left the organisation', leaves],
    ['may not review any more', losesRight],
  ])('of who %s since counts no more for a draft, and again for nobody', async (_, goes) => {
    await set.as(leaver).approve()
    await goes()
    const { approvals } = await set.draft()
    expect([approvals.given, approvals.approvals]).toMatchObject([0, [{ counts: false }]])
    expect(await locking()).toEqual([409, 'approval.missing'])
    await set.as(office.reviewer).approve()
    expect(await locking()).toEqual([200, '1.0.0'])
    const { body } = await set.call('get', '/versions/1.0.0').expect(200)
    expect(body.approvals).toMatchObject([{ user: { id: office.reviewer.id } }])
  })

  it('of who left since lets nobody lock by SQL', async () => {
    await set.as(leaver).approve()
    await leaves()
    const { content_digest } = await set.draft()
    const counted = await forge.ctx.db.raw('SELECT anvil_count_approvals(?, ?, ?, now(), true) AS draft', [
      set.id,
      content_digest,
      [office.author.id],
    ])
    expect(Number(counted.rows[0].draft)).toBe(0)
  })

  it('of a locked version stays when its giver leaves: it is published as it was', async () => {
    await set.as(leaver).approve()
    expect(await locking()).toEqual([200, '1.0.0'])
    await leaves()
    expect((await set.draft()).approvals).toMatchObject({ given: 1, approvals: [{ counts: true }] })
    const path = `/projects/${shop.projectId}/environments/production`
    await office.author.call('patch', path).send({ required_approvals: 1 }).expect(200)
    await shop.ask({ kind: 'publish', sets: [{ prompt_set_id: set.id, version: '1.0.0' }] }).expect(201)
  })
})
