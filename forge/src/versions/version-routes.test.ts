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
  await set.write(id('a'), 'Hi {{name}}')
  await lock(set, office.reviewer)
  await set.move({ status: 'LIVE' }).expect(200)
})

const id = (name: string): string => `s${count}.${name}`

describe('versions', () => {
  it('are listed newest first and read with their texts', async () => {
    await set.write(id('a'), 'Hello {{name}}')
    await lock(set, office.reviewer)
    const { body } = await set.call('get', '/versions').expect(200)
    expect(body.versions.map(({ version }: { version: string }) => version)).toEqual(['1.0.1', '1.0.0'])
    const first = await set.call('get', '/versions/1.0.0').expect(200)
    expect(first.body.snapshot[id('a')].template).toBe('Hi {{name}}')
    expect(first.body).toMatchObject({ ...body.versions[1] })
  })

  it('can not be changed or deleted, in the database itself', async () => {
    const rows = () => forge.ctx.db('versions').where({ prompt_set_id: set.id })
    await expect(rows().update({ bytes: Buffer.from('{}') })).rejects.toThrow(/immutable/)
    await expect(rows().update({ approvals: '[]', note: 'x' })).rejects.toThrow(/immutable/)
    await expect(rows().delete()).rejects.toThrow(/immutable/)
  })

  it.each([
    ['/versions/9.9.9', 404, 'version.not_found'],
    ['/versions/9.9.9/bundle', 404, 'version.not_found'],
    ['/versions/9.9.9/export', 404, 'version.not_found'],
    ['/versions/1.0', 400, 'request.invalid'],
    ['/diff?from=9.9.9', 404, 'version.not_found'],
    ['/diff', 400, 'request.invalid'],
  ])('answer %s with %i %s', async (path, status, code) => {
    const response = await set.call('get', path)
    expect([response.status, response.body.error.code]).toEqual([status, code])
  })
})

describe('the export of a version', () => {
  it('has the name of the version, and an import takes it unchanged', async () => {
    await set.write(id('a'), 'Hello {{name}}')
    const { body, headers } = await set.call('get', '/versions/1.0.0/export').expect(200)
    expect(headers['content-disposition']).toBe(`attachment; filename=set-${count}-1.0.0.json`)
    expect(body.prompts).toMatchObject([{ id: id('a'), template: 'Hi {{name}}' }])
    const { headers: now } = await set.call('get')
    const input = { format: 'anvil', content: JSON.stringify(body) }
    const { body: plan } = await set
      .call('post', '/imports')
      .set('If-Match', now['etag'] ?? '')
      .send(input)
      .expect(200)
    expect(plan.counts).toMatchObject({ change: 1, create: 0 })
    expect((await set.call('get', '/diff?from=1.0.0').expect(200)).body.bump).toBe('none')
  })
})

describe('the difference', () => {
  it('between a version and the draft tells what breaks first, and the number to lock as', async () => {
    await set.write(id('a'), 'Hi {{name}} of {{city}}')
    await set.write(id('b'), 'New')
    const { body } = await set.call('get', '/diff?from=1.0.0').expect(200)
    expect(body).toMatchObject({
      from: '1.0.0',
      to: 'draft',
      bump: 'major',
      proposed_version: '2.0.0',
      draft_revision: (await set.call('get')).body.revision,
      breaking: [{ id: id('a'), reason: 'variable_added_as_required', variable: 'city' }],
      added: [id('b')],
      removed: [],
      changed: [{ id: id('a'), fields: ['text', 'variables'], from: { template: 'Hi {{name}}' } }],
    })
    expect((await set.draft()).diff).toEqual({
      breaking: body.breaking,
      bump: body.bump,
      removed: body.removed,
      added: body.added,
      changed: body.changed,
      includes: body.includes,
    })
  })

  it('between any two versions can be read in both directions', async () => {
    await set.write(id('b'), 'New')
    await lock(set, office.reviewer)
    const there = await set.call('get', '/diff?from=1.0.0&to=1.1.0').expect(200)
    const back = await set.call('get', '/diff?from=1.1.0&to=1.0.0').expect(200)
    expect([there.body.bump, there.body.added, there.body.proposed_version]).toEqual(['minor', [id('b')], null])
    expect([there.body.draft_revision, back.body.draft_revision]).toEqual([null, null])
    expect([back.body.bump, back.body.removed]).toEqual(['major', [id('b')]])
  })

  it('of a draft without changes is none', async () => {
    const { body } = await set.call('get', '/diff?from=1.0.0').expect(200)
    expect(body).toMatchObject({ bump: 'none', proposed_version: null, changed: [], includes: [] })
  })
})
