import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
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

const text = (template: string) => ({ kind: 'text', template })
const put = (prompts: Record<string, object>) => set.call('put', '/prompts').send({ prompts })
const named = (...names: string[]): Record<string, object> =>
  Object.fromEntries(names.map((name) => [`s${count}.${name}`, text(name)]))

describe('putting several prompts', () => {
  it('makes them in one edit, with what is wrong with each', async () => {
    const { body, headers } = await put({ ...named('a', 'b'), [`s${count}.c`]: text('{{#x}}') }).expect(200)
    expect(body).toMatchObject({ revision: 2, created: [`s${count}.a`, `s${count}.b`, `s${count}.c`], changed: [] })
    expect(Object.keys(body.problems)).toEqual([`s${count}.c`])
    expect(headers['etag']).toBe('"2"')
  })

  it('goes on where it was repeated, and changes what is there only for who saw it', async () => {
    await put(named('a', 'b')).expect(200)
    const again = await put(named('a', 'b', 'c')).expect(200)
    expect(again.body).toMatchObject({
      revision: 3,
      created: [`s${count}.c`],
      unchanged: [`s${count}.a`, `s${count}.b`],
    })
    const other = { ...named('d'), [`s${count}.a`]: text('other') }
    const blind = await put(other).expect(428)
    expect(blind.body.error.code).toBe('request.precondition_required')
    expect((await put(other).set('If-Match', '"2"').expect(412)).body.error.details.current.revision).toBe(3)
    expect((await set.draft()).snapshot).not.toHaveProperty([`s${count}.d`])
    await put(other).set('If-Match', '"3"').expect(200)
    expect((await set.draft()).snapshot[`s${count}.a`]).toMatchObject({ template: 'other' })
  })

  it('with If-None-Match makes new ones only, all or none', async () => {
    await put(named('a')).expect(200)
    const refused = await put(named('a', 'b')).set('If-None-Match', '*').expect(412)
    expect(refused.body.error.details.existing).toEqual([`s${count}.a`])
    expect((await set.call('get')).body.prompt_count).toBe(1)
  })

  it('makes none where one id belongs to another set', async () => {
    await put(named('a')).expect(200)
    const other = await office.newSet('Other')
    const refused = await other
      .call('put', '/prompts')
      .send({ prompts: named('a', 'b') })
      .expect(409)
    expect(refused.body.error).toMatchObject({ code: 'prompt.id_taken', details: { id: `s${count}.a` } })
    expect((await other.call('get')).body.prompt_count).toBe(0)
  })

  it('does not end in a deadlock where two sets take the same ids', async () => {
    const other = await office.newSet('Rival')
    const backwards = Object.fromEntries(Object.entries(named('a', 'b', 'c', 'd')).reverse())
    const answers = await Promise.all([
      put(named('a', 'b', 'c', 'd')),
      other.call('put', '/prompts').send({ prompts: backwards }),
    ])
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 409])
  })

  it('refuses none at all, and ids that every object has', async () => {
    expect((await put({})).status).toBe(400)
    expect((await put(Object.fromEntries([['constructor', text('x')]]))).status).toBe(400)
  })
})
