import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { type PrintShop, printShop } from '../../test/support/print-shop.js'

const forge = testForge()
const staging = { environment: 'staging' }
const development = { environment: 'development' }
let office: Office
let shop: PrintShop
let set: PromptSetDesk
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  shop = await printShop(office)
  set = await newPromptSet(office.author, shop.projectId, 'Onboarding')
  await set.write('welcome', 'Welcome {{name}}!')
})

const refused = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]
const draftOf = (more: object = {}) => ({ kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true, ...more }] })

describe('publishing a draft', () => {
  it('makes an immutable pre-release of it first, and another for another text', async () => {
    const { body } = await shop.ask(draftOf(), development).expect(201)
    expect(body.changed).toMatchObject([{ from: null, to: '1.0.0-live.1' }])
    await set.write('welcome', 'Hello {{name}}!')
    await shop.ask(draftOf(), development).expect(201)
    expect(await shop.running('development')).toEqual(['onboarding@1.0.0-live.2'])
    const { body: first } = await set.call('get', '/versions/1.0.0-live.1').expect(200)
    expect(first.snapshot.welcome.template).toBe('Welcome {{name}}!')
  })

  it('in REVIEW status makes a pre-release of kind review, which staging takes', async () => {
    await set.move({ status: 'REVIEW' }).expect(200)
    await shop.ask(draftOf(), staging).expect(201)
    expect(await shop.running('staging')).toEqual(['onboarding@1.0.0-review.1'])
  })

  it('takes the pre-release that says this already', async () => {
    await shop.ask(draftOf(), development).expect(201)
    expect(refused(await shop.ask(draftOf(), development))).toEqual([409, 'publication.nothing_changed'])
    const { body } = await set.call('get', '/versions').expect(200)
    expect(body.versions).toHaveLength(1)
  })

  it('whose digest changed since the click is refused: what the person saw is published, or nothing', async () => {
    const { content_digest } = await set.draft()
    await set.write('welcome', 'Written between the look and the click')
    const response = await shop.ask(draftOf({ content_digest }), development)
    expect(refused(response)).toEqual([409, 'prompt_set.draft_changed'])
    expect(await shop.running('development')).toEqual([])
    const seen = (await set.draft()).content_digest
    await shop.ask(draftOf({ content_digest: seen }), development).expect(201)
  })

  it('makes no version where the publication is refused', async () => {
    expect(refused(await shop.ask({ ...draftOf(), expected_sequence: 7 }, development))).toEqual([
      409,
      'publication.sequence_conflict',
    ])
    const both = { kind: 'publish', sets: [...draftOf().sets, { prompt_set_id: office.author.id, version: '1.0.0' }] }
    expect(refused(await shop.ask(both, development))).toEqual([404, 'prompt_set.not_found'])
    expect((await set.call('get', '/versions').expect(200)).body.versions).toEqual([])
  })

  it('is refused where there is no draft, and where its text could not be rendered', async () => {
    await set.write('broken', 'Never closed {{name')
    expect(refused(await shop.ask(draftOf(), development))).toEqual([422, 'prompt_set.not_lockable'])
    const locked = await shop.locked('Locked', { other: 'Other' })
    const none = { kind: 'publish', sets: [{ prompt_set_id: locked.id, draft: true }] }
    expect(refused(await shop.ask(none, development))).toEqual([409, 'prompt_set.locked'])
  })

  it('that no instance could take answers 413', async () => {
    const megabyte = 'x'.repeat(1_000_000)
    for (let index = 0; index < 17; index++) await set.write(`large.p${index}`, megabyte)
    expect(refused(await shop.ask(draftOf(), development))).toEqual([413, 'prompt_set.too_large'])
  })
})
