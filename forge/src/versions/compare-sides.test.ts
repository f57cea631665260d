import type { DiffResult } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson } from '../../test/support/factories.js'
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
})

const id = (name: string): string => `c${count}.${name}`
const put = async (prompts: Record<string, object>): Promise<void> => {
  const { headers } = await set.call('get')
  await set
    .call('put', '/prompts')
    .set('If-Match', headers['etag'] ?? '')
    .send({ prompts })
    .expect(200)
}
const text = (template: string, more: object = {}) => ({ kind: 'text', template, ...more })
const diff = async (from: string, to: string): Promise<DiffResult> =>
  (await set.call('get', `/diff?from=${from}&to=${to}`).expect(200)).body
/** Locks what is written, opens the next draft, and answers the number. */
async function locked(): Promise<string> {
  const { version } = await lock(set, office.reviewer)
  await set.move({ status: 'LIVE' }).expect(200)
  return version
}

describe('two versions that are not neighbours', () => {
  it('differ by all that was changed between them, and not by what was changed back', async () => {
    await put({ [id('a')]: text('One'), [id('b')]: text('Stays'), [id('c')]: text('Goes') })
    const first = await locked()
    await put({ [id('a')]: text('Two'), [id('b')]: text('For a while') })
    const { etag } = (await set.call('get', `/prompts/${id('c')}`)).body
    await set
      .call('delete', `/prompts/${id('c')}`)
      .set('If-Match', etag)
      .expect(204)
    await locked()
    await put({ [id('a')]: text('Three'), [id('b')]: text('Stays'), [id('d')]: text('Comes') })
    const last = await locked()

    const there = await diff(first, last)
    expect([there.removed, there.added]).toEqual([[id('c')], [id('d')]])
    expect(there.changed).toMatchObject([{ id: id('a'), from: { template: 'One' }, to: { template: 'Three' } }])
    expect(there.breaking).toMatchObject([{ id: id('c'), reason: 'prompt_removed' }])
    const back = await diff(last, first)
    expect([back.removed, back.added]).toEqual([there.added, there.removed])
    expect(back.changed).toMatchObject([{ from: { template: 'Three' }, to: { template: 'One' } }])
  })

  it('differ by variables and metadata too, in both directions', async () => {
    const kept = { mood: { type: 'enum', values: ['kind', 'terse'], required: false, default: 'kind' } }
    await put({ [id('a')]: text('Be {{mood}}', { variables: kept, metadata: { owner: 'x' } }) })
    const first = await locked()
    const fewer = { mood: { type: 'enum', values: ['kind'], required: true } }
    await put({ [id('a')]: text('Be {{mood}}', { variables: fewer, metadata: { owner: 'y' } }) })
    const last = await locked()
    const there = await diff(first, last)
    expect(there.changed).toMatchObject([{ fields: ['variables', 'metadata'], variables: [{ name: 'mood' }] }])
    expect(there.breaking.map(({ reason }) => reason).toSorted()).toEqual([
      'enum_value_removed',
      'variable_made_required',
    ])
    const back = await diff(last, first)
    expect([back.breaking, back.changed.map(({ fields }) => fields)]).toEqual([[], [['variables', 'metadata']]])
  })

  it('differ by the texts that they include, each with the version it came from', async () => {
    const tone = await office.newSet(`Tone ${count}`)
    await tone.write(id('tone'), 'Be kind.')
    await lock(tone, office.reviewer)
    await put({ [id('a')]: text(`{{> ${id('tone')}}}`) })
    const first = await locked()
    await tone.move({ status: 'LIVE' }).expect(200)
    await tone.write(id('tone'), 'Be terse.')
    await lock(tone, office.reviewer)
    await set.call('post', '/includes').send({}).expect(200)
    const last = await locked()
    const there = await diff(first, last)
    expect(there).toMatchObject({ changed: [], includes: [{ id: id('tone'), from: '1.0.0', to: '1.0.1' }] })
    expect((await diff(last, first)).includes).toEqual([{ id: id('tone'), from: '1.0.1', to: '1.0.0' }])
  })
})

describe('the draft as one side', () => {
  it('can come first, and says which revision was read', async () => {
    await put({ [id('a')]: text('One') })
    const first = await locked()
    await put({ [id('a')]: text('Two'), [id('b')]: text('New') })
    const { revision } = (await set.call('get')).body
    const forth = await diff(first, 'draft')
    const back = await diff('draft', first)
    expect([forth.proposed_version, back.proposed_version]).toEqual(['1.1.0', null])
    expect([forth.draft_revision, back.draft_revision]).toEqual([revision, revision])
    expect([forth.added, back.removed]).toEqual([[id('b')], [id('b')]])
  })

  it('says of a LOCKED set what is locked, and reads of an archived one as before', async () => {
    await put({ [id('a')]: text('One') })
    const { version } = await lock(set, office.reviewer)
    expect(await diff(version, 'draft')).toMatchObject({ bump: 'none', proposed_version: null })
    await set.call('patch').send({ archived: true }).expect(200)
    expect((await diff(version, 'draft')).bump).toBe('none')
    const { body } = await set.call('get', `/versions/${version}/export`).expect(200)
    expect(body.prompts).toMatchObject([{ id: id('a'), template: 'One' }])
  })

  it('differs from itself by nothing', async () => {
    await put({ [id('a')]: text('{{#broken') })
    expect(await diff('draft', 'draft')).toMatchObject({ bump: 'none', changed: [], added: [], removed: [] })
  })
})

describe('the export of a version', () => {
  it('has its prompts in order, and not the texts of other sets that they include', async () => {
    const tone = await office.newSet(`Tone ${count}`)
    await tone.write(id('tone'), 'Be kind.')
    await lock(tone, office.reviewer)
    await put({ [id('z')]: text('Last'), [id('a')]: text(`{{> ${id('tone')}}}`) })
    const version = await locked()
    await put({ [id('b')]: text('Not yet') })
    const { body } = await set.call('get', `/versions/${version}/export`).expect(200)
    expect(body).toMatchObject({ format: 'anvil.export', version: 1, prompt_set: { name: `Set ${count}` } })
    expect(body.prompts.map((prompt: { id: string }) => prompt.id)).toEqual([id('a'), id('z')])
  })
})

describe('somebody of another organisation', () => {
  it('neither exports nor restores a version, and is not told that there is one', async () => {
    await put({ [id('a')]: text('One') })
    const version = await locked()
    const elsewhere = await office.author.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
    const stranger = await addPerson(forge, office.author, elsewhere.body.id, { email: 'stranger@example.com' })
    const desk = set.as(stranger)
    const answers = await Promise.all([
      desk.call('get', `/versions/${version}/export`),
      desk.call('post', `/versions/${version}/restore`).set('If-Match', '*'),
      desk.call('post', '/versions/9.9.9/restore').set('If-Match', '*'),
    ])
    for (const { status, body } of answers) expect([status, body.error.code]).toEqual([404, 'project.not_found'])
    expect((await set.draft()).snapshot).toMatchObject({ [id('a')]: { template: 'One' } })
  })

  it('is asked to sign in, as is everybody without a session', async () => {
    for (const call of [set.call('get', '/versions/1.0.0/export'), set.call('post', '/versions/1.0.0/restore')]) {
      const { status, body } = await call.unset('Authorization')
      expect([status, body.error.code]).toEqual([401, 'auth.required'])
    }
  })
})
