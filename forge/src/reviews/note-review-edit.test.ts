import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, newPromptSet, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let shared: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  count += 1
  const { id: projectId } = await newProject(office.author, office.organisationId, `Project ${count}`)
  shared = await newPromptSet(office.author, projectId, 'Shared')
  await shared.write('shared.tone', 'Be kind.')
  await lock(shared, office.reviewer)
  set = await newPromptSet(office.author, projectId, 'Onboarding')
  await set.write('welcome.text', '{{> shared.tone}} Hello')
  await set.write('welcome.other', 'Bye')
  await lock(set, office.reviewer)
  await set.move({ status: 'LIVE' }).expect(200)
  await set.write('welcome.other', 'Good bye')
  await set.move({ status: 'REVIEW' }).expect(200)
  await set.as(office.reviewer).approve()
})

async function edits(): Promise<{ voided: string[]; revived: string[] }[]> {
  const { body } = await set.call('get', '/reviews').expect(200)
  const { body: review } = await set.call('get', `/reviews/${body.reviews[0].id}`).expect(200)
  const ids = (people: { id: string }[]) => people.map(({ id }) => id)
  return review.events
    .filter(({ kind }: { kind: string }) => kind === 'edited')
    .map(({ details }: { details: { voided: { id: string }[]; revived: { id: string }[] } }) => ({
      voided: ids(details.voided),
      revived: ids(details.revived),
    }))
}

const etagOf = async (id: string): Promise<string> => String((await set.call('get', `/prompts/${id}`)).headers['etag'])
const revision = async (): Promise<string> => `"${(await set.call('get').expect(200)).body.revision}"`
const one = { select: { ids: ['welcome.other'] } }

/** Every way in which a draft in review is changed. */
const DOORS: [string, () => Promise<unknown>][] = [
  ['writing a prompt', () => set.write('welcome.other', 'See you')],
  [
    'making one',
    async () => set.call('post', '/prompts').send({ id: 'welcome.new', kind: 'text', template: 'New' }).expect(201),
  ],
  [
    'deleting one',
    async () =>
      set
        .call('delete', '/prompts/welcome.other')
        .set('If-Match', await etagOf('welcome.other'))
        .expect(204),
  ],
  [
    'writing several',
    async () =>
      set
        .call('put', '/prompts')
        .set('If-Match', await revision())
        .send({ prompts: { 'welcome.other': { kind: 'text', template: 'See you' } } })
        .expect(200),
  ],
  [
    'removing a selection',
    async () =>
      set
        .call('post', '/prompt-removals')
        .set('If-Match', await revision())
        .send(one)
        .expect(200),
  ],
  [
    'moving prompts away',
    async () => {
      await shared.move({ status: 'LIVE' }).expect(200)
      const body = { ...one, to_prompt_set_id: shared.id }
      await set
        .call('post', '/prompt-moves')
        .set('If-Match', await revision())
        .send(body)
        .expect(200)
    },
  ],
  [
    'importing',
    async () => {
      const content = JSON.stringify({ 'welcome.imported': 'Imported' })
      await set.call('post', '/imports').send({ format: 'json', content, dry_run: false }).expect(200)
    },
  ],
  [
    'taking newer included texts',
    async () => {
      await shared.move({ status: 'LIVE' }).expect(200)
      await shared.write('shared.tone', 'Be brief.')
      await lock(shared, office.reviewer)
      await set.call('post', '/includes').send({}).expect(200)
    },
  ],
]

describe('an edit in review', () => {
  it.each(DOORS)('by %s tells the review whose approval it made void', async (_, door) => {
    await door()
    expect(await edits()).toEqual([{ voided: [office.reviewer.id], revived: [] }])
    expect((await set.draft()).approvals.given).toBe(0)
    const open = await forge.ctx.db('reviews').where({ prompt_set_id: set.id }).whereNull('closed_at').first()
    expect(open.current_digest).toBe((await set.draft()).content_digest)
  })

  it('by restoring a version tells whose approvals of that one count again', async () => {
    await set
      .call('post', '/versions/1.0.0/restore')
      .set('If-Match', await revision())
      .send({})
      .expect(200)
    expect(await edits()).toEqual([{ voided: [office.reviewer.id], revived: [office.reviewer.id] }])
  })

  it('that says nothing new tells nothing', async () => {
    await set.write('welcome.other', 'Good bye')
    expect(await edits()).toEqual([])
    expect((await set.draft()).approvals.given).toBe(1)
  })

  it('tells of an approval that counts again, unless its giver wrote meanwhile', async () => {
    await set.write('welcome.other', 'See you')
    await set.write('welcome.other', 'Good bye')
    expect((await edits()).at(-1)).toEqual({ voided: [], revived: [office.reviewer.id] })
    await set.as(office.reviewer).write('welcome.other', 'Theirs')
    await set.as(office.reviewer).write('welcome.other', 'Good bye')
    expect((await edits()).at(-1)).toEqual({ voided: [office.reviewer.id], revived: [] })
  })

  it('is not told while the draft is LIVE after changes were requested; the next request tells what counts', async () => {
    const email = `other-${count}@example.com`
    const other = await addPerson(forge, office.author, office.organisationId, { email })
    const { content_digest } = await set.draft()
    const said = { content_digest, verdict: 'request_changes', body: 'No' }
    await set.as(other).call('post', '/reviews/current/submissions').send(said).expect(201)
    await set.write('welcome.other', 'See you')
    await set.write('welcome.other', 'Good bye')
    expect(await edits()).toEqual([])
    await set.move({ status: 'REVIEW' }).expect(200)
    const { body } = await set.call('get', '/reviews').expect(200)
    const { body: review } = await set.call('get', `/reviews/${body.reviews[0].id}`).expect(200)
    expect(review.events.at(-1)).toMatchObject({
      kind: 'requested',
      round: 2,
      details: { revived: [{ id: office.reviewer.id }] },
    })
  })
})
