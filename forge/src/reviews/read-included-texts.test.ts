import type { IncludedText } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let shared: PromptSetDesk
let app: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  count += 1
  shared = await office.newSet(`Shared ${count}`)
  app = await office.newSet(`App ${count}`)
})

const id = (name: string): string => `n${count}.${name}`
const include = (name: string): string => `{{> ${id(name)}}}`
const text = (template: string) => ({ template, delimiters: null, variables: {} })
const SAME = { version: null, carried: false, newer: null, problem: null }

async function includesOf(set: PromptSetDesk, name: string, ids?: string[]): Promise<IncludedText[]> {
  const query = ids ? `?ids=${ids.map(id).join(',')}` : ''
  return (await set.call('get', `/prompts/${id(name)}/includes${query}`).expect(200)).body.includes
}

const chat = (set: PromptSetDesk, name: string) =>
  set
    .call('put', `/prompts/${id(name)}`)
    .set('If-None-Match', '*')
    .send({ kind: 'chat', messages: [{ role: 'user', template: 'x' }] })
    .expect(201)

describe('the texts that a prompt includes', () => {
  it('are those of its own set as the draft has them, with what they include, and no others', async () => {
    await app.write(id('limit'), 'Short.')
    await app.write(id('tone'), `Kind. ${include('limit')}`)
    await app.write(id('other'), 'Not included')
    await app.write(id('hi'), `${include('tone')} Hi`)
    const prompt_set = { id: app.id, name: `App ${count}` }
    expect(await includesOf(app, 'hi')).toEqual([
      { ...SAME, id: id('limit'), prompt_set, source: text('Short.') },
      { ...SAME, id: id('tone'), prompt_set, source: text(`Kind. ${include('limit')}`) },
    ])
    expect((await includesOf(app, 'hi', ['other'])).map((each) => each.id)).toEqual([id('other')])
    expect(await includesOf(app, 'other')).toEqual([])
  })

  it('come from the latest locked version of another set until the draft carries them, and tell of a newer one since', async () => {
    await shared.write(id('tone'), `Kind. ${include('limit')}`)
    await shared.write(id('limit'), 'Short.')
    await lock(shared, office.reviewer)
    await app.write(id('hi'), include('tone'))
    const prompt_set = { id: shared.id, name: `Shared ${count}` }
    const limit = { ...SAME, id: id('limit'), prompt_set, version: '1.0.0', source: text('Short.') }
    const tone = { ...limit, id: id('tone'), source: text(`Kind. ${include('limit')}`) }
    expect(await includesOf(app, 'hi')).toEqual([limit, tone])

    await lock(app, office.reviewer)
    await shared.move({ status: 'LIVE' }).expect(200)
    await shared.write(id('limit'), 'Shorter.')
    await lock(shared, office.reviewer)
    const carried = { ...limit, carried: true }
    expect(await includesOf(app, 'hi')).toEqual([
      { ...carried, newer: '1.0.1' },
      { ...tone, carried: true },
    ])
    await app.move({ status: 'LIVE' }).expect(200)
    await app.call('post', '/includes').send({}).expect(200)
    expect(await includesOf(app, 'hi')).toMatchObject([
      { version: '1.0.1', newer: null, source: text('Shorter.') },
      { version: '1.0.1', newer: null },
    ])
  })

  it('may stand in the own set again, where a text of another set leads back to it', async () => {
    await app.write(id('word'), 'Ours')
    await lock(app, office.reviewer)
    await shared.write(id('tone'), `Say ${include('word')}`)
    await lock(shared, office.reviewer)
    await app.move({ status: 'LIVE' }).expect(200)
    await app.write(id('hi'), include('tone'))
    expect(await includesOf(app, 'hi')).toMatchObject([
      { id: id('tone'), version: '1.0.0', source: { template: `Say ${include('word')}` } },
      { id: id('word'), prompt_set: { id: app.id }, version: null, source: { template: 'Ours' } },
    ])
  })

  it('are said to be missing, with the reason', async () => {
    await chat(app, 'chat')
    await shared.write(id('draft'), 'Never locked')
    await app.write(id('back'), include('hi'))
    await app.write(id('hi'), '')
    const found = await includesOf(app, 'hi', ['back', 'chat', 'draft', 'nowhere'])
    expect(Object.fromEntries(found.map(({ id: each, problem }) => [each, problem]))).toEqual({
      [id('back')]: expect.stringContaining('form a cycle'),
      [id('hi')]: expect.stringContaining('form a cycle'),
      [id('chat')]: expect.stringContaining('is a chat'),
      [id('draft')]: expect.stringContaining(`Lock Shared ${count} first`),
      [id('nowhere')]: expect.stringContaining('no prompt of this project has that id'),
    })
    const [, , draft] = found
    expect(draft).toMatchObject({ prompt_set: { id: shared.id }, source: null })
    expect(found[1]).toMatchObject({ id: id('chat'), prompt_set: { id: app.id }, source: null })
    expect(found[4]).toMatchObject({ prompt_set: null, source: null })
  })

  it('are refused for what is no id, and for a prompt that is not there', async () => {
    await app.write(id('hi'), '')
    const refused = await app.call('get', `/prompts/${id('hi')}/includes?ids=a,,b`).expect(400)
    expect(refused.body.error.code).toBe('request.invalid')
    const missing = await app.call('get', `/prompts/${id('no')}/includes`).expect(404)
    expect(missing.body.error.code).toBe('prompt.not_found')
  })
})
