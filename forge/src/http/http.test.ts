import { gzipSync } from 'node:zlib'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let ada: Person
let home: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  home = `/organisations/${admin.organisation.id}`
})

const refusal = (response: { status: number; body: { error: { code: string } } }) => [
  response.status,
  response.body.error.code,
]

describe('an address', () => {
  it('that takes other methods says which', async () => {
    const wrong = await ada.call('delete', home)
    expect(refusal(wrong)).toEqual([405, 'request.method_not_allowed'])
    expect(wrong.headers['allow']).toBe('GET, HEAD')
    expect(wrong.body.error.message).toContain('GET, HEAD')
    const set = await ada.call('post', `${home}/members/x/y`)
    expect(refusal(set)).toEqual([404, 'request.not_found'])
    expect(refusal(await request(forge.app).post('/healthz'))).toEqual([405, 'request.method_not_allowed'])
  })

  it('with a broken percent sign, a NUL or an id that is none is refused by name', async () => {
    expect(refusal(await ada.call('get', '/organisations/%ZZ'))).toEqual([400, 'request.invalid'])
    expect(refusal(await ada.call('get', '/organisations/%C3'))).toEqual([400, 'request.invalid'])
    expect(refusal(await ada.call('get', `${home}/members?q=%00`))).toEqual([400, 'json.forbidden_text'])
    expect(refusal(await ada.call('get', '/projects/1'))).toEqual([400, 'request.invalid'])
  })
})

describe('a body', () => {
  const post = () => ada.call('post', `${home}/projects`)

  it('that is no JSON, not marked as JSON, or in an unknown encoding is refused with what to do', async () => {
    expect(refusal(await post().type('json').send('{"name": "x"'))).toEqual([400, 'request.malformed_json'])
    expect(refusal(await post().type('json').send('"a text"'))).toEqual([400, 'request.malformed_json'])
    const form = await post().type('form').send({ name: 'x' })
    expect(refusal(form)).toEqual([400, 'request.invalid'])
    expect(form.body.error.message).toContain('application/json')
    const latin = await post().set('Content-Type', 'application/json; charset=latin1').send('{}')
    expect([latin.status, latin.body.error.message]).toEqual([400, expect.stringContaining('UTF-8')])
    const packed = await post().type('json').set('Content-Encoding', 'compress').send('{}')
    expect(refusal(packed)).toEqual([400, 'request.invalid'])
    expect(refusal(await post())).toEqual([400, 'request.invalid'])
  })

  it('that is too large is refused, also where only its unpacked form is', async () => {
    const large = JSON.stringify({ name: 'x', description: ' '.repeat(5_000_000) })
    const refused = await post().type('json').send(large)
    expect(refusal(refused)).toEqual([413, 'request.too_large'])
    expect(refused.body.error.message).toMatch(/larger than 4194304 bytes, .*\. Send it in several requests\.$/)
    expect(refused.body.error.details).toEqual({ max_bytes: 4_194_304 })
    const bomb = post().type('json').set('Content-Encoding', 'gzip')
    bomb.write(gzipSync(large))
    expect(refusal(await bomb)).toEqual([413, 'request.too_large'])
  })

  it('with a NUL or half of a surrogate pair anywhere is refused, and nothing is stored', async () => {
    for (const text of ['\u0000', 'a\u0000b', '\ud800', '\udfff']) {
      expect(refusal(await post().send({ name: text }))).toEqual([400, 'json.forbidden_text'])
      expect(refusal(await post().send({ name: 'x', extra: { deep: [text] } }))).toEqual([400, 'json.forbidden_text'])
      expect(refusal(await post().send({ name: 'x', [text]: 1 }))).toEqual([400, 'json.forbidden_text'])
    }
    expect((await ada.call('get', `${home}/projects`)).body.projects).toEqual([])
  })

  it('that two readers could read in two ways is refused with what to do, and nothing is stored', async () => {
    const ambiguous = [
      ['{"name":"Ada","slug":"x","name":"Eve"}', 'json.duplicate_key', /the same key twice.* Send each key once\.$/],
      ['{"name":"Ada","slug":"x","n\\u0061me":"Eve"}', 'json.duplicate_key', /the same key twice/],
      ['\uFEFF{"name":"Ada","slug":"x"}', 'request.malformed_json', /byte order mark\. Send it without\.$/],
      ['{"name":"Ada","slug":"x","__proto__":{}}', 'json.forbidden_text', /__proto__\. Name it otherwise\.$/],
      [`{"name":"Ada","slug":"x","x":${'['.repeat(64)}${']'.repeat(64)}}`, 'json.too_deep', /Make it flatter\.$/],
    ] as const
    for (const [text, code, message] of ambiguous) {
      const response = await post().type('json').send(text)
      expect(refusal(response)).toEqual([400, code])
      expect(response.body.error.message).toMatch(message)
    }
    const notText = post().type('json').set('Content-Encoding', 'gzip')
    notText.write(gzipSync(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])))
    expect(refusal(await notText)).toEqual([400, 'request.malformed_json'])
    expect((await ada.call('get', `${home}/projects`)).body.projects).toEqual([])
  })

  it('holds any other text unchanged', async () => {
    const name = '🜂 Ünï — שלום <script>alert(1)</script> {{x}} $& \u2028 \\'
    expect((await post().send({ name, slug: 'texts' })).body.name).toBe(name)
    const { body } = await ada.call('get', `${home}/projects`)
    expect(body.projects.map((project: { name: string }) => project.name)).toEqual([name])
  })

  it('may be packed, and may say that it is UTF-8; one that is packed wrongly is refused', async () => {
    const packed = post().set('Content-Type', 'application/json; charset="UTF-8"').set('Content-Encoding', 'gzip')
    packed.write(gzipSync('{"name":"Zürich","slug":"packed"}'))
    const { status, body } = await packed
    expect([status, body.name]).toEqual([201, 'Zürich'])
    const damaged = post().type('json').set('Content-Encoding', 'gzip')
    damaged.write('no gzip')
    expect(refusal(await damaged)).toEqual([400, 'request.invalid'])
  })
})

describe('an answer', () => {
  it('of the API is kept by no cache, says its request id, and not what serves it', async () => {
    for (const path of ['/organisations', '/nowhere', '/projects/1']) {
      const { headers } = await ada.call('get', path)
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers).not.toHaveProperty('x-powered-by')
    }
  })

  it('that is a bug is told as internal without its cause, and logged with it', async () => {
    const project = await newProject(ada, home.slice('/organisations/'.length), 'Broken')
    const bob = await addPerson(forge, ada, home.slice('/organisations/'.length), { email: 'bob@example.com' })
    await forge.ctx.db.raw('ALTER TABLE environments RENAME TO elsewhere')
    const response = await bob.call('get', `/projects/${project.id}/environments`)
    await forge.ctx.db.raw('ALTER TABLE elsewhere RENAME TO environments')
    expect(refusal(response)).toEqual([500, 'internal'])
    expect(response.text).not.toMatch(/environments|relation|at \w+ \(/)
    expect(response.body.error.request_id).toBe(response.headers['x-request-id'])
  })
})
