import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, newPromptSet, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { type PrintShop, printShop } from '../../test/support/print-shop.js'
import { programOf } from '../../test/support/program.js'

const forge = testForge()
let office: Office
let cat: Person
let bob: Person
let shop: PrintShop
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
  bob = office.reviewer
  cat = await addPerson(forge, office.author, office.organisationId, { email: 'cat@example.com' })
  shop = await printShop(office)
})
beforeEach(async () => {
  set = await newSet(`Set ${(count += 1)}`)
})

const newSet = (name: string) => newPromptSet(office.author, shop.projectId, name)
const id = (name: string): string => `l${count}.${name}`
const etagOf = async (desk: PromptSetDesk): Promise<string> => (await desk.call('get')).headers['etag'] ?? ''
const authorsOf = async (desk: PromptSetDesk): Promise<string[]> =>
  (await desk.draft()).approvals.authors.map((author) => author.id).toSorted()
const everybody = (...people: Person[]): string[] => people.map((person) => person.id).toSorted()
const byKeys = (desk: PromptSetDesk): Promise<string[]> =>
  forge.ctx.db('draft_authors').where({ prompt_set_id: desk.id, by_key: true }).pluck('user_id')

async function approvalOf(desk: PromptSetDesk, person: Person): Promise<[number, string | undefined]> {
  const { content_digest } = await desk.draft()
  const { status, body } = await desk.as(person).call('post', '/approvals').send({ content_digest })
  return [status, body.error?.code]
}

describe('who wrote a prompt', () => {
  const moveTo = async (to: PromptSetDesk, by: Person) =>
    set
      .as(by)
      .call('post', '/prompt-moves')
      .set('If-Match', await etagOf(set))
      .send({ select: { ids: [id('a')] }, to_prompt_set_id: to.id })
      .expect(200)

  it('is an author of the set that it is moved to, and does not approve it there', async () => {
    const to = await newSet(`To ${count}`)
    await set.as(cat).write(id('a'), 'By Cat')
    await moveTo(to, bob)
    expect(await authorsOf(to)).toEqual(everybody(cat, bob))
    await to.move({ status: 'REVIEW' }).expect(200)
    expect(await approvalOf(to, cat)).toEqual([403, 'approval.own_work'])
  })

  it('with an API key is known there as who wrote with a key, and stays it where they wrote without', async () => {
    const to = await newSet(`To ${count}`)
    await to.as(cat).write(id('b'), 'By Cat herself')
    await set.as(await programOf(forge, cat, ['draft'])).write(id('a'), 'By a key')
    await set.as(bob).write(id('c'), 'By Bob')
    await moveTo(to, office.author)
    expect([await authorsOf(to), await byKeys(to)]).toEqual([everybody(cat, bob, office.author), [cat.id]])
  })
})

describe('who wrote a draft that was given up', () => {
  const restore = async (number: string, by: Person) =>
    set
      .as(by)
      .call('post', `/versions/${number}/restore`)
      .set('If-Match', await etagOf(set))
      .expect(200)

  /** A pre-release of what Cat's key wrote, given up since; answers its number. */
  async function givenUp(): Promise<string> {
    await set.write(id('a'), 'First')
    await lock(set, bob)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.as(await programOf(forge, cat, ['draft'])).write(id('a'), 'By Cat')
    await set.move({ status: 'REVIEW' }).expect(200)
    const draft = { prompt_set_id: set.id, draft: true }
    await shop.ask({ kind: 'publish', sets: [draft] }, { environment: 'staging' }).expect(201)
    await set.move({ status: 'LOCKED', discard: true }).expect(200)
    const { body } = await set.call('get', '/versions').expect(200)
    return body.versions[0].version
  }

  it('is an author again once its pre-release is restored, and does not approve it', async () => {
    await restore(await givenUp(), bob)
    expect([await authorsOf(set), await byKeys(set)]).toEqual([everybody(cat, bob), [cat.id]])
    await set.move({ status: 'REVIEW' }).expect(200)
    expect(await approvalOf(set, cat)).toEqual([403, 'approval.own_work'])
    expect((await approvalOf(set, office.author))[0]).toBe(201)
  })

  it('is none once a locked version is restored, since others reviewed that', async () => {
    await set.as(cat).write(id('a'), 'First')
    await lock(set, bob)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('a'), 'Second')
    await lock(set, bob)
    await restore('1.0.0', bob)
    expect(await authorsOf(set)).toEqual([bob.id])
  })
})
