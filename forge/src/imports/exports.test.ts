import type { AnvilExport } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, newPromptSet, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let prefix: string
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
  prefix = `s${count}`
})

describe('an export', () => {
  const importAs = (format: string, desk: PromptSetDesk, value: object) =>
    desk.call('post', '/imports').send({ format, content: JSON.stringify(value) })
  const importInto = (desk: PromptSetDesk, exported: object) => importAs('anvil', desk, exported)

  it('is imported unchanged into another project, chats and declarations too', async () => {
    const chat = {
      kind: 'chat',
      messages: [
        { role: 'system', template: 'Be <%mood%>' },
        { role: 'user', template: '{{literal}}' },
      ],
      delimiters: ['<%', '%>'],
      variables: { mood: { type: 'enum', values: ['kind', 'terse'], required: false, default: 'kind' } },
      metadata: { owner: { team: 'x' } },
    }
    const prompts = { [`${prefix}.z`]: { kind: 'text', template: 'Z {{a}}' }, [`${prefix}.chat`]: chat }
    await set.call('put', '/prompts').send({ prompts }).expect(200)
    const { body, headers } = await set.call('get', '/export').expect(200)
    expect([headers['etag'], headers['content-disposition']]).toEqual(['"2"', `attachment; filename=set-${count}.json`])
    expect(body.prompts.map(({ id }: AnvilExport['prompts'][number]) => id)).toEqual([`${prefix}.chat`, `${prefix}.z`])

    const { id: projectId } = await newProject(office.author, office.organisationId, `Copy ${count}`)
    const copy = await newPromptSet(office.author, projectId, 'Copy')
    const done = await importInto(copy, body).expect(200)
    expect(done.body.counts).toEqual({ create: 2, change: 0, same: 0, refuse: 0 })
    expect((await copy.draft()).snapshot).toEqual((await set.draft()).snapshot)
    expect((await copy.draft()).content_digest).toBe((await set.draft()).content_digest)
    expect((await importInto(copy, body).expect(200)).body).toMatchObject({ revision: 2, counts: { same: 2 } })
  })

  it('is there of a LOCKED set, for its people only', async () => {
    await set.write(`${prefix}.a`, '1')
    await lock(set, office.reviewer)
    const { body } = await set.call('get', '/export').expect(200)
    const elsewhere = await office.author.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
    const stranger = await addPerson(forge, office.author, elsewhere.body.id, { email: 'stranger@example.com' })
    expect((await set.as(stranger).call('get', '/export').expect(404)).body.error.code).toBe('project.not_found')
    const refused = await importInto(set.as(stranger), body).expect(404)
    expect(refused.body.error.code).toBe('project.not_found')
  })

  it('is refused where it is of a later kind, is something else, or holds what is no prompt', async () => {
    const set_ = { name: 'A', slug: 'a', description: '' }
    const document = { format: 'anvil.export', version: 1, prompt_set: set_, prompts: [] }
    expect((await importInto(set, { ...document, version: 2 }).expect(422)).body.error.message).toContain('version')
    expect((await importInto(set, { a: 'b' }).expect(422)).body.error.message).toContain('no export of Anvil')
    expect((await importAs('json', set, document).expect(422)).body.error.message).toContain(
      'Import it in the format anvil',
    )
    const rows = [{ id: '__proto__', kind: 'text', template: 'x' }, { id: 'a', kind: 'song' }, 7]
    const { body } = await importInto(set, { ...document, prompts: rows }).expect(422)
    expect(body.error.details.rows).toHaveLength(3)
  })
})
