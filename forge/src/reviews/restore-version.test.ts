import type { Person } from '@anvil/shared/api'
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
  await set.write(id('a'), 'One {{name}}')
  await set.write(id('gone'), 'Was here')
  await lock(set, office.reviewer)
  await set.move({ status: 'LIVE' }).expect(200)
  await set.write(id('a'), 'Two {{name}}')
  const { etag } = (await set.call('get', `/prompts/${id('gone')}`)).body
  await set
    .call('delete', `/prompts/${id('gone')}`)
    .set('If-Match', etag)
    .expect(204)
  await lock(set, office.reviewer)
})

const id = (name: string): string => `r${count}.${name}`
const etagOf = async (): Promise<string> => (await set.call('get')).headers['etag'] ?? ''
const restore = (version: string, etag?: string, desk = set) => {
  const call = desk.call('post', `/versions/${version}/restore`)
  return etag === undefined ? call : call.set('If-Match', etag)
}
const digestOf = async (version: string): Promise<string> =>
  (await set.call('get', `/versions/${version}`)).body.content_digest
const restores = () =>
  forge.ctx.db('audit_entries').where({ action: 'draft.restored', target: set.id }).orderBy('number')

describe('restoring a version', () => {
  it('of a LOCKED set opens a draft that says exactly what the version said, by who restored it', async () => {
    const { body, headers } = await restore('1.0.0', await etagOf(), set.as(office.reviewer)).expect(200)
    expect(body).toMatchObject({ created: [id('gone')], changed: [id('a')], removed: [] })
    expect(body.prompt_set).toMatchObject({ status: 'LIVE', locked_version: '2.0.0', prompt_count: 2 })
    expect(headers['etag']).toBe(`"${body.prompt_set.revision}"`)
    const draft = await set.draft()
    expect([draft.content_digest, draft.proposed_version]).toEqual([await digestOf('1.0.0'), '2.1.0'])
    expect(draft.approvals.authors.map((author: Person) => author.id)).toEqual([office.reviewer.id])
    const details = { version: '1.0.0', replaced_status: 'LOCKED', created: [id('gone')], changed: [id('a')] }
    expect(await restores()).toMatchObject([{ actor_id: office.reviewer.id, details }])
  })

  it.each(['LIVE', 'REVIEW'])('replaces a draft in %s, and who approved that text still did', async (status) => {
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('new'), 'Not kept')
    if (status === 'REVIEW') await set.move({ status }).expect(200)
    const { body } = await restore('1.0.0', await etagOf()).expect(200)
    expect(body).toMatchObject({ prompt_set: { status }, changed: [id('a')], removed: [id('new')] })
    const draft = await set.draft()
    expect([draft.content_digest, draft.approvals.given]).toEqual([await digestOf('1.0.0'), 1])
    expect(Object.keys(draft.snapshot).toSorted()).toEqual([id('a'), id('gone')])
  })

  it('says which revision it replaces, and is refused with what is there once somebody else wrote', async () => {
    await set.move({ status: 'LIVE' }).expect(200)
    const seen = await set.call('get', '/diff?from=draft&to=1.0.0').expect(200)
    expect(await etagOf()).toBe(`"${seen.body.draft_revision}"`)
    await set.as(office.reviewer).write(id('a'), 'Written meanwhile')
    const late = await restore('1.0.0', `"${seen.body.draft_revision}"`).expect(412)
    const etag = await etagOf()
    expect(late.body.error).toMatchObject({
      code: 'request.precondition_failed',
      details: { etag, current: { id: set.id, status: 'LIVE' } },
    })
    expect((await restore('1.0.0').expect(428)).body.error.code).toBe('request.precondition_required')
    expect((await set.draft()).snapshot).toMatchObject({ [id('a')]: { template: 'Written meanwhile' } })
    await restore('1.0.0', etag).expect(200)
    expect((await set.draft()).content_digest).toBe(await digestOf('1.0.0'))
  })

  it('changes nothing, and makes nobody an author, where the draft says that already', async () => {
    const etag = await etagOf()
    const opened = await restore('2.0.0', etag).expect(200)
    const again = await restore('2.0.0', etag).expect(200)
    for (const { body } of [opened, again]) {
      expect(body).toMatchObject({ prompt_set: { status: 'LIVE' }, created: [], changed: [], removed: [] })
    }
    expect([await etagOf(), (await set.draft()).approvals.authors]).toEqual([etag, []])
    expect(await restores()).toHaveLength(1)
  })

  it('is refused while the set is archived, and for a number that it does not have', async () => {
    await restore('9.9.9', await etagOf()).expect(404)
    await set.call('patch').send({ archived: true }).expect(200)
    const refused = await restore('1.0.0', await etagOf()).expect(409)
    expect(refused.body.error.code).toBe('prompt_set.archived')
  })

  it('is refused while another set has an id of it, and loses nothing', async () => {
    const other = await office.newSet(`Other ${count}`)
    await other.write(id('gone'), 'Moved here')
    const refused = await restore('1.0.0', await etagOf()).expect(409)
    expect(refused.body.error).toMatchObject({ code: 'prompt.id_taken', details: { prompt_set_id: other.id } })
    expect((await set.call('get')).body).toMatchObject({ status: 'LOCKED', prompt_count: 1 })
    expect(await restores()).toEqual([])
  })
})

describe('restoring a version with included texts', () => {
  it.each(['LOCKED', 'REVIEW'])('brings them back as they were then, into a set in %s', async (status) => {
    const tone = await office.newSet(`Tone ${count}`)
    await tone.write(id('tone'), 'Be kind.')
    await lock(tone, office.reviewer)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('a'), `{{> ${id('tone')}}} Three {{name}}`)
    await lock(set, office.reviewer)
    await tone.move({ status: 'LIVE' }).expect(200)
    await tone.write(id('tone'), 'Be terse.')
    await lock(tone, office.reviewer)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.call('post', '/includes').send({}).expect(200)
    await set.write(id('a'), `{{> ${id('tone')}}} Four {{name}}`)
    if (status === 'LOCKED') await lock(set, office.reviewer)
    else await set.move({ status }).expect(200)

    await restore('2.0.1', await etagOf()).expect(200)
    const draft = await set.draft()
    expect(draft.content_digest).toBe(await digestOf('2.0.1'))
    expect(draft.includes).toMatchObject({ [id('tone')]: { template: 'Be kind.', from: { version: '1.0.0' } } })
    expect(draft.include_news).toMatchObject([{ have: '1.0.0', latest: '1.0.1' }])
  })
})
