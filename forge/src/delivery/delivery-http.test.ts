import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lock, newPromptSet } from '../../test/support/content.js'
import { newProject } from '../../test/support/factories.js'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { accessToken, release } from '../../test/support/release.js'

let office: LiveOffice
beforeAll(async () => {
  office = await liveOffice()
})
afterAll(() => office.forge.close())

const json = async (response: Response) => JSON.parse(await response.text())
const codeOf = async (response: Response) => [response.status, (await json(response)).error.code]
const paths = () => ({
  manifest: `/projects/${office.projectId}/manifest`,
  current: `/projects/${office.projectId}/current_bundle`,
  bundle: `/bundles/sha256-${office.first.bundles[0]?.sha256}`,
  keyset: '/keyset',
})

describe('the delivery plane', () => {
  it('answers HEAD as GET, without the body', async () => {
    for (const path of Object.values(paths())) {
      const [get, head] = [await office.fetch(path), await office.fetch(path, { method: 'HEAD' })]
      expect([path, head.status, await head.text()]).toEqual([path, 200, ''])
      for (const name of ['etag', 'cache-control', 'content-type', 'last-modified'])
        expect([path, name, head.headers.get(name)]).toEqual([path, name, get.headers.get(name)])
      await get.arrayBuffer()
    }
  })

  it('says which methods an address takes', async () => {
    for (const path of Object.values(paths())) {
      const refused = await office.fetch(path, { method: 'POST' })
      expect(refused.headers.get('allow')).toBe('GET, HEAD')
      expect(await codeOf(refused)).toEqual([405, 'request.method_not_allowed'])
    }
    const report = await office.fetch(`/projects/${office.projectId}/instances/one`)
    expect([report.headers.get('allow'), await codeOf(report)]).toEqual(['PUT', [405, 'request.method_not_allowed']])
  })

  it('takes an address with a slash at its end, as the rest of the API does', async () => {
    for (const path of Object.values(paths()))
      expect([path, (await office.fetch(`${path}/`)).status]).toEqual([path, 200])
    expect((await office.fetch('/keyset/?from=1')).status).toBe(200)
  })

  it('asks for a token by name, and keeps the refusal out of caches', async () => {
    const refused = await office.fetch(paths().manifest, { token: null })
    expect(refused.headers.get('www-authenticate')).toBe('Bearer')
    expect(refused.headers.get('cache-control')).toBe('no-store')
    expect((await json(refused)).error.request_id).toBe(refused.headers.get('x-request-id'))
  })

  it.each(['Basic YTpi', 'Bearer', 'Bearer ', `Bearer ${'a'.repeat(257)}`, 'Bearer a b'])(
    'takes no %.20j for a token',
    async (authorization) => {
      const refused = await office.fetch(paths().manifest, { token: null, headers: { authorization } })
      expect(await codeOf(refused)).toEqual([401, 'token.required'])
    },
  )

  it('knows a project by its id in capitals', async () => {
    const id = office.projectId.toUpperCase()
    for (const path of ['manifest', 'current_bundle'])
      expect([path, (await office.fetch(`/projects/${id}/${path}`)).status]).toEqual([path, 200])
    const proof = await fetch(`${office.forge.url}/api/v1/projects/${id}/proof`, {
      method: 'POST',
      headers: { authorization: `Bearer ${office.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        instance_id: 'one',
        manifest: await json(await office.fetch(paths().manifest)),
        keysets: [],
      }),
    })
    expect([proof.status, await json(proof)]).toEqual([200, { ahead: false }])
  })

  it.each(['-1', '1.5', 'x', '1e400', '%00'])('refuses keysets from %s', async (from) => {
    expect(await codeOf(await office.fetch(`/keyset?from=${from}`))).toEqual([400, 'request.invalid'])
  })

  it('gives no keysets beyond the newest, however far', async () => {
    for (const from of ['1', String(Number.MAX_SAFE_INTEGER)])
      expect(await json(await office.fetch(`/keyset?from=${from}`))).toEqual({ keysets: [] })
  })

  it('answers a request that comes in pieces, and outlives one that breaks off', async () => {
    const { port, hostname } = new URL(office.forge.url)
    const broken = connect(Number(port), hostname)
    await once(broken, 'connect')
    broken.write(`GET /api/v1${paths().manifest} HTTP/1.1\r\nHost: x\r\nAuthor`)
    broken.destroy()
    const slow = connect(Number(port), hostname)
    for (const piece of ['GET /api/v1/key', 'set HTTP/1.1\r\nHost: x\r\nConnec', 'tion: close\r\n\r\n'])
      slow.write(piece)
    const text = Buffer.concat(await slow.toArray()).toString()
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(text).toContain('{"keysets":[')
  })
})

describe('the bundle that is asked for without a name', () => {
  it('is nothing where nothing was published, and says which there are where there are several', async () => {
    const { id } = await newProject(office.author, office.organisationId, 'Several')
    const { value: token } = await accessToken(office.author, id)
    const ask = (query = '') => office.fetch(`/projects/${id}/current_bundle${query}`, { token })
    const empty = await json(await ask())
    expect(empty.error).toMatchObject({
      code: 'bundle.not_found',
      message: 'Nothing is published to this environment yet. Publish a prompt set to it first.',
      details: { prompt_sets: [] },
    })
    const sets = []
    for (const name of ['First', 'Second']) {
      const set = await newPromptSet(office.author, id, name)
      await set.write(`${name.toLowerCase()}.text`, 'Hello')
      sets.push({ prompt_set_id: set.id, version: (await lock(set, office.reviewer)).version })
    }
    await release(office.author, id, ...sets)
    const several = async () => [(await ask()).status, (await json(await ask())).error]
    await expect.poll(several, { timeout: 10_000 }).toMatchObject([
      400,
      {
        code: 'bundle.prompt_set_required',
        message: 'This environment runs several prompt sets (first, second). Name one with ?prompt_set=….',
        details: { prompt_sets: ['first', 'second'] },
      },
    ])
    const [first, second] = [await ask('?prompt_set=first'), await ask('?prompt_set=second')]
    expect((await json(first)).bundle.prompt_set).toBe('first')
    expect((await json(second)).bundle.prompt_set).toBe('second')
    expect(first.headers.get('etag')).not.toBe(second.headers.get('etag'))
    for (const slug of ['First', '__proto__', ''])
      expect(await codeOf(await ask(`?prompt_set=${slug}`))).toEqual([404, 'bundle.not_found'])
  })
})
