import { createPublicKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { handshake, rawInstance, refusal } from '../support/raw-instance.js'
import { accessToken } from '../support/release.js'

let office: LiveOffice
beforeAll(async () => {
  office = await liveOffice()
})
afterAll(() => office.forge.close())

const STRANGER = 'https://evil.example'
const address = (path: string): string => `${office.forge.url}${path}`
const publications = (): string => `/api/v1/projects/${office.projectId}/environments/production/publications`
const codeOf = async (response: Response): Promise<unknown> => [
  response.status,
  JSON.parse(await response.text()).error.code,
]
const sequence = async (): Promise<number> =>
  (await office.author.call('get', `/projects/${office.projectId}/environments/production/head`).expect(200)).body
    .sequence

describe('a page of another site in the browser of somebody who is signed in (CSRF)', () => {
  it('can do nothing: whatever the browser adds by itself proves nobody', async () => {
    const before = await sequence()
    const cookie = `session=${office.author.token}; anvil_session=${office.author.token}; token=${office.token}`
    const body = JSON.stringify({ kind: 'withdraw', prompt_set_ids: [office.set.id] })
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const headers = { cookie, origin: STRANGER, 'content-type': type }
      const response = await fetch(address(publications()), { method: 'POST', headers, body })
      expect([response.status, await response.json()]).toMatchObject([403, { error: { code: 'request.cross_site' } }])
    }
    expect(await sequence()).toBe(before)
  })

  it('is not let to read an answer, nor to ask whether it may', async () => {
    const manifest = address(`/api/v1/projects/${office.projectId}/manifest`)
    const headers = { origin: STRANGER, authorization: `Bearer ${office.token}` }
    for (const [path, method] of [
      [manifest, 'GET'],
      [address('/api/v1/organisations'), 'GET'],
      [address(publications()), 'OPTIONS'],
    ] as const) {
      const answer = await fetch(path, { method, headers: { ...headers, 'access-control-request-method': 'POST' } })
      for (const name of answer.headers.keys()) expect(name).not.toMatch(/^access-control-allow/)
    }
  })

  it('can not put FORGE into a frame', async () => {
    const page = await fetch(address('/docs/'))
    expect(page.headers.get('content-security-policy')).toMatch(/frame-ancestors '(self|none)'/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('a websocket from another site', () => {
  it('does not come in at all, whatever it brings', async () => {
    const headers = { origin: STRANGER, authorization: `Bearer ${office.token}` }
    const path = `/api/v1/live/?EIO=4&transport=websocket&token=${office.token}`
    const socket = new WebSocket(address(path).replace('http', 'ws'), { headers })
    const refused = await new Promise<Error>((resolve) => socket.once('error', resolve))
    expect(refused.message).toContain('400')
  })
})

describe('a websocket without an access token', () => {
  it('is not let in by a cookie, a header or the address', async () => {
    const query = `EIO=4&transport=websocket&token=${office.token}`
    const headers = { cookie: `token=${office.token}`, authorization: `Bearer ${office.token}` }
    const socket = new WebSocket(address(`/api/v1/live/?${query}`).replace('http', 'ws'), { headers })
    const said: string[] = []
    socket.on('message', (data: Buffer) => {
      said.push(data.toString())
      if (said.length === 1) socket.send('40')
      else socket.close()
    })
    await new Promise((resolve) => socket.once('close', resolve))
    expect(said[1]).toMatch(/^44\{.*"code":"request\.invalid"/)
  })

  it('is refused with the session of a person', async () => {
    expect(await refusal(rawInstance(office.forge.url, handshake(office.author.token)))).toMatchObject({
      code: 'token.invalid',
    })
  })
})

describe('a session token that FORGE did not sign', () => {
  const current = (token: string): Promise<Response> =>
    fetch(address('/api/v1/sessions/current'), { headers: { authorization: `Bearer ${token}` } })
  const claims = (): jwt.JwtPayload => jwt.decode(office.author.token, { json: true }) ?? {}

  it('is refused: unsigned, under another algorithm, under a public key taken for a secret, changed, or of an access token', async () => {
    expect((await current(office.author.token)).status).toBe(200)
    const { rootKey } = office.forge.ctx.signing
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(rootKey.slice(8), 'base64url'),
    ])
    const pem = createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ format: 'pem', type: 'spki' })
    const [head = '', body = '', signature = ''] = office.author.token.split('.')
    const json = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const forged = [
      jwt.sign(claims(), null, { algorithm: 'none' }),
      `${json({ alg: 'none' })}.${body}.`,
      `${json({ alg: 'None', typ: 'JWT' })}.${body}.${signature}`,
      `${json({ alg: 'RS256', typ: 'JWT' })}.${body}.${signature}`,
      jwt.sign(claims(), pem, { algorithm: 'HS256' }),
      jwt.sign(claims(), rootKey, { algorithm: 'HS256' }),
      jwt.sign(claims(), '', { algorithm: 'none' }),
      `${head}.${json({ ...claims(), sid: crypto.randomUUID() })}.${signature}`,
      `${head}.${body}.${signature.slice(0, -2)}`,
      `${head}.${body}`,
      office.token,
    ]
    for (const token of forged) expect(await codeOf(await current(token))).toEqual([401, 'auth.session_ended'])
  })

  it('is refused beyond its end, and when it names another issuer', async () => {
    const key = office.forge.ctx.secrets.derive('sessions')
    const past = { ...claims(), exp: Math.floor(Date.now() / 1000) - 1 }
    const strange = { ...claims(), iss: 'somebody' }
    for (const each of [past, strange])
      expect(await codeOf(await current(jwt.sign(each, key, { algorithm: 'HS256' })))).toEqual([
        401,
        'auth.session_ended',
      ])
    const right = await current(jwt.sign(claims(), key, { algorithm: 'HS256' }))
    expect(right.status).toBe(200)
  })
})

describe('an access token of another environment', () => {
  it('opens that one only: other manifests, bundles and sockets are not to be had by it', async () => {
    const { value } = await accessToken(office.author, office.projectId, 'staging')
    const own = await office.fetch(`/projects/${office.projectId}/manifest`, { token: value })
    const { payload } = JSON.parse(await own.text())
    expect(JSON.parse(Buffer.from(payload, 'base64').toString())).toMatchObject({ environment: 'staging', bundles: [] })
    const digest = office.first.bundles[0]?.sha256
    expect(await codeOf(await office.fetch(`/bundles/sha256-${digest}`, { token: value }))).toEqual([
      404,
      'bundle.not_found',
    ])
    const instance = rawInstance(office.forge.url, handshake(value))
    await instance.welcome
    await office.publishText('For production, {{name}}')
    const { body } = await office.author
      .call('get', `/projects/${office.projectId}/environments/staging/instances`)
      .expect(200)
    expect(body.instances.map(({ id }: { id: string }) => id)).toContain(instance.id)
    for (const push of instance.pushes) {
      const manifest = JSON.parse(Buffer.from(push.envelope.payload, 'base64').toString())
      expect(manifest.environment).toBe('staging')
    }
    instance.socket.disconnect()
  })

  it('acts for no person', async () => {
    const headers = { authorization: `Bearer ${office.token}` }
    for (const path of ['/api/v1/organisations', publications()])
      expect(await codeOf(await fetch(address(path), { headers }))).toEqual([401, 'auth.session_ended'])
  })
})

describe('a request that is no HTTP', () => {
  it('costs nobody else anything', async () => {
    const { connect } = await import('node:net')
    for (const text of [
      'GARBAGE\r\n\r\n',
      `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(20_000)}\r\n`,
      'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'GET /api/v1/projects/../../etc/passwd HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    ]) {
      const socket = connect(office.forge.port, '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket.on('data', (piece: Buffer) => (answer += piece.toString()))
      await new Promise((resolve) => socket.once('close', resolve))
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    }
    expect((await fetch(address('/healthz'))).status).toBe(200)
  })
})
