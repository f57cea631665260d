import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin, PASSWORD, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { OPERATIONS } from '../openapi/operations.js'
import { parseConfig } from '../config.js'
import { crossSite } from './cross-site.js'

/** Whether FORGE, set up so, takes a request with these headers from a neighbour on this machine. */
function takes(headers: Record<string, string>, env: Record<string, string> = {}): boolean {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '127.0.0.1' })
  const req: Partial<IncomingMessage> = { headers: { host: 'forge.example:4000', ...headers }, socket }
  return crossSite(parseConfig(env))(Object.assign(Object.create(null), req)) === undefined
}

describe('a request', () => {
  it.each<[string, Record<string, string>, Record<string, string>?]>([
    ['of no browser', {}],
    ['of its own page', { origin: 'http://forge.example:4000' }],
    [
      'of its own page, behind a proxy that changes the host',
      { origin: 'https://a.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['of nobody’s page, by the address bar', { 'sec-fetch-site': 'none' }],
    ['at the port that its scheme has anyway', { host: 'forge.example', origin: 'https://forge.example:443' }],
    ['of the public address', { origin: 'https://a.example' }, { ANVIL_PUBLIC_URL: 'https://a.example/tools/anvil' }],
    [
      'of the public address, of which the browser tells otherwise',
      { origin: 'https://a.example', 'sec-fetch-site': 'cross-site' },
      { ANVIL_PUBLIC_URL: 'https://a.example' },
    ],
    [
      'of a host that a trusted proxy was asked at',
      { origin: 'https://a.example', 'x-forwarded-host': 'a.example' },
      { ANVIL_TRUST_PROXY: '1' },
    ],
  ])('%s is taken', (_what, headers, env) => {
    expect(takes(headers, env)).toBe(true)
  })

  it.each<[string, Record<string, string>, Record<string, string>?]>([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://forge.example:4001' }],
    ['another port, as browsers tell', { origin: 'http://forge.example:4001', 'sec-fetch-site': 'same-site' }],
    ['another site, without its name', { 'sec-fetch-site': 'cross-site' }],
    ['a sandbox', { origin: 'null' }],
    ['a name that begins alike', { origin: 'http://forge.example:4000.evil.example' }],
    ['a host that nobody trusted tells', { origin: 'https://a.example', 'x-forwarded-host': 'a.example' }],
    [
      'its own host, of which the browser tells otherwise',
      { origin: 'http://forge.example:4000', 'sec-fetch-site': 'cross-site' },
    ],
    [
      'the public host at another port',
      { origin: 'https://a.example:8443' },
      { ANVIL_PUBLIC_URL: 'https://a.example' },
    ],
  ])('of a page of %s is refused', (_what, headers, env) => {
    expect(takes(headers, env)).toBe(false)
  })
})

describe('FORGE', () => {
  const forge = testForge()
  let ada: Person
  beforeAll(async () => {
    ada = await firstAdmin(forge)
  })

  it('refuses each operation that changes something to a page of another site, whoever is signed in', async () => {
    const writing = OPERATIONS.filter(({ method, path }) => method !== 'get' && path.startsWith('/api/v1/'))
    expect(writing.length).toBeGreaterThan(30)
    const codes = new Set<string>()
    for (const { method, path } of writing) {
      const asked = request(forge.app)[method](path.replaceAll(/:\w+/g, crypto.randomUUID()))
      if (path.includes('/instances/:instanceId')) continue
      const { status, body } = await asked
        .set('Authorization', `Bearer ${ada.token}`)
        .set('Origin', 'https://evil.example')
        .send({})
      codes.add(`${status} ${body.error?.code}`)
    }
    expect([...codes]).toEqual(['403 request.cross_site'])
  })

  it('says so before it reads a body, and leaves reading to what the browser allows: nothing', async () => {
    const evil = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    const form = await request(forge.app).post('/api/v1/sessions').set(evil).type('form').send('email=a&password=b')
    expect(form.body.error).toMatchObject({ code: 'request.cross_site' })
    expect(form.body.error.message).toContain('https://evil.example')
    const answers = [
      form,
      await ada.call('get', '/organisations').set(evil).expect(200),
      await request(forge.app).options('/api/v1/organisations').set(evil),
      await request(forge.app).post('/api/v1/sessions').set(evil).send({ email: ada.email, password: PASSWORD }),
    ]
    for (const { headers } of answers) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    }
  })

  it('takes the same from its own page', async () => {
    const { host } = new URL((await request(forge.app).get('/api/v1/setup')).request.url)
    expect(host).toMatch(/^127/)
    const own = await ada.call('post', '/organisations').set('Sec-Fetch-Site', 'same-origin').send({ name: 'Own' })
    expect(own.status).toBe(201)
  })
})
