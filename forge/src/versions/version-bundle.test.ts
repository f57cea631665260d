import { createHash } from 'node:crypto'
import type { Version } from '@anvil/shared/api'
import { openBundle } from '@anvil/shared/bundle'
import { beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let version: Version
beforeAll(async () => {
  office = await openOffice(forge)
  set = await office.newSet('Texts')
  await set.write('text.a', 'Grüße, {{name}} 🜂 \u2028 <script>{{{raw}}}</script>')
  version = await lock(set, office.reviewer)
})

const bundle = (desk = set, number = '1.0.0') => desk.call('get', `/versions/${number}/bundle`).buffer(true)
const bytesOf = (response: { text: string }): Buffer => Buffer.from(response.text)

describe('the bundle of a version', () => {
  it('is given in the very bytes that were hashed, and opens as the version', async () => {
    const response = await bundle().expect(200)
    const bytes = bytesOf(response)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(version.sha256)
    expect(response.headers).toMatchObject({
      etag: `"sha256-${version.sha256}"`,
      'content-type': expect.stringMatching(/^application\/json/),
    })
    const entry = { prompt_set_id: set.id, prompt_set: 'texts', version: '1.0.0', sha256: version.sha256 }
    const opened = openBundle(bytes, { ...entry, bytes: bytes.length, gzip_bytes: 1 }, office.projectId)
    expect(opened.snapshot).toEqual((await set.call('get', '/versions/1.0.0').expect(200)).body.snapshot)
  })

  it('is not sent again to who has it, and changes with no draft', async () => {
    const etag = `"sha256-${version.sha256}"`
    expect((await bundle().set('If-None-Match', etag)).status).toBe(304)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('text.a', 'Other')
    expect((await bundle().set('If-None-Match', etag)).status).toBe(304)
    expect((await bundle().set('If-None-Match', '"sha256-0"')).status).toBe(200)
    await set.move({ status: 'LOCKED', discard: true }).expect(200)
  })

  it.each([
    ['9.9.9', 404, 'version.not_found'],
    ['01.0.0', 400, 'request.invalid'],
    ['1.0.0+build', 400, 'request.invalid'],
    ['latest', 400, 'request.invalid'],
    ['draft', 400, 'request.invalid'],
  ])('of %s is refused with %i %s', async (number, status, code) => {
    const response = await bundle(set, number)
    expect([response.status, response.body.error.code]).toEqual([status, code])
  })

  it('is not to be had through another set, another project, or by somebody who left', async () => {
    const other = await office.newSet('Empty')
    expect((await bundle(other)).body.error.code).toBe('version.not_found')
    const { id } = await newProject(office.author, office.organisationId, 'Other')
    const elsewhere = await office.author.call('get', `/projects/${id}/prompt-sets/${set.id}/versions/1.0.0/bundle`)
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([404, 'prompt_set.not_found'])
    const bob = await addPerson(forge, office.author, office.organisationId, { email: 'bob@example.com' })
    expect((await bundle(set.as(bob))).status).toBe(200)
    await forge.ctx.db('memberships').where({ user_id: bob.id }).update({ removed_at: new Date() })
    const gone = await bundle(set.as(bob))
    expect([gone.status, gone.body.error.code]).toEqual([404, 'project.not_found'])
  })
})

describe('the difference', () => {
  it('between a version and itself is none, and proposes nothing', async () => {
    const { body } = await set.call('get', '/diff?from=1.0.0&to=1.0.0').expect(200)
    expect(body).toMatchObject({
      bump: 'none',
      breaking: [],
      added: [],
      removed: [],
      changed: [],
      proposed_version: null,
    })
  })

  it.each(['from=1.0.0&to=2.0.0', 'from=2.0.0&to=1.0.0'])(
    'of %s names the version that is not there',
    async (query) => {
      const { status, body } = await set.call('get', `/diff?${query}`)
      expect([status, body.error.code]).toEqual([404, 'version.not_found'])
      expect(body.error.message).toContain('2.0.0')
    },
  )
})
