import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect as connectTls } from 'node:tls'
import { once } from 'node:events'
import { createAnvil } from '@anvil/live-client'
import { Session } from '@anvil/shared/api'
import { Agent, request } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Certificate } from '../../src/http/certificate.js'
import { createWebServer } from '../../src/http/web-server.js'
import { listen } from '../../src/http/listen.js'
import { type CertificateFiles, selfSigned } from '../support/certificate.js'
import { clientProcess } from '../support/client-process.js'
import { PASSWORD } from '../support/factories.js'
import { forgeProcess } from '../support/forge-process.js'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { handshake, rawInstance } from '../support/raw-instance.js'
import { reverseProxy } from '../support/reverse-proxy.js'

let folder: string
let good: CertificateFiles
let ca: Buffer
const closers: (() => unknown)[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-tls-'))
  good = await selfSigned(folder, 'good')
  ca = await readFile(good.cert)
})
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})
afterAll(() => rm(folder, { recursive: true }))

async function office(env: Record<string, string>): Promise<LiveOffice> {
  const opened = await liveOffice({}, env)
  closers.push(() => opened.forge.close())
  return opened
}

/** Asks over TLS as one who believes the certificate. */
async function ask(url: string, headers: Record<string, string> = {}) {
  const dispatcher = new Agent({ connect: { ca } })
  closers.push(() => dispatcher.destroy())
  const answer = await request(url, { dispatcher, headers })
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
}

const variables = ({ projectId, token, forge }: LiveOffice, forgeUrl: string): Record<string, string> => ({
  ANVIL_FORGE_URL: forgeUrl,
  ANVIL_PROJECT_ID: projectId,
  ANVIL_ACCESS_TOKEN: token,
  ANVIL_ROOT_KEY: forge.ctx.signing.rootKey,
})

/** Starts an application that believes the certificate, and sees it run what is there and what is published then. */
async function isServed(at: LiveOffice, forgeUrl: string): Promise<void> {
  const application = clientProcess({ ...variables(at, forgeUrl), NODE_EXTRA_CA_CERTS: good.cert })
  closers.push(application.close)
  await application.told(({ text }) => text === 'Welcome Ada!')
  await expect.poll(() => at.forge.ctx.db('live_instances').where({ connected: true, by_socket: true })).toHaveLength(1)
  await at.publishText('Over TLS, {{name}}')
  const { source } = await application.told(({ text }) => text === 'Over TLS, Ada')
  expect(source).toBe('push')
}

describe('FORGE with a certificate', () => {
  it('serves people and applications by HTTPS, and tells browsers to stay with it', async () => {
    const at = await office({ ANVIL_TLS_CERT: good.cert, ANVIL_TLS_KEY: good.key })
    expect(at.forge.url).toBe(`https://localhost:${at.forge.port}`)
    const page = await ask(`${at.forge.url}/readyz`)
    expect([page.status, page.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000'])
    await isServed(at, at.forge.url)
    await expect(fetch(`http://localhost:${at.forge.port}/readyz`)).rejects.toThrow('fetch failed')
  })

  it('is not believed by an application that does not know it, which says why', async () => {
    const at = await office({ ANVIL_TLS_CERT: good.cert, ANVIL_TLS_KEY: good.key })
    const { projectId, token: accessToken } = at
    const settings = { cacheDir: false, logger: false, readyTimeoutMs: 500 } as const
    const client = createAnvil({ ...settings, forgeUrl: at.forge.url, projectId, accessToken })
    closers.push(() => client.close())
    const failed = new Promise((resolve) => client.on('error', resolve))
    void client.start().catch(() => undefined)
    expect(await failed).toMatchObject({
      code: 'network.unreachable',
      message: expect.stringContaining('self-signed certificate'),
    })
    expect(client.status().state).toBe('NOT_READY')
  })

  it('goes on with a renewed one without a restart, and with the old one where the new one is none', async () => {
    const files = { certFile: path.join(folder, 'own.crt'), keyFile: path.join(folder, 'own.key') }
    const put = (from: CertificateFiles) =>
      Promise.all([copyFile(from.cert, files.certFile), copyFile(from.key, files.keyFile)])
    await put(good)
    const certificate = await Certificate.open(files)
    const server = createWebServer(certificate, (_req, res) => res.end())
    const port = await listen(server, { host: '127.0.0.1', port: 0 })
    closers.push(() => server.close())
    const served = async (): Promise<string> => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
      await once(socket, 'secureConnect')
      const { subject } = socket.getPeerCertificate()
      socket.destroy()
      return String(subject.CN)
    }
    expect(await served()).toBe('good')
    await put(await selfSigned(folder, 'renewed'))
    await certificate.refresh()
    expect(await served()).toBe('renewed')
    await writeFile(files.certFile, 'no certificate')
    await expect(certificate.refresh()).rejects.toMatchObject({ code: 'config.invalid' })
    expect(await served()).toBe('renewed')
  })

  it('does not start with one that can not be used, and says so in a sentence', async () => {
    const other = await selfSigned(folder, 'other')
    const refusal = async (ANVIL_TLS_CERT: string, ANVIL_TLS_KEY: string): Promise<string> => {
      const forge = forgeProcess({ ANVIL_DATA_DIR: path.join(folder, 'none'), ANVIL_TLS_CERT, ANVIL_TLS_KEY })
      const { how, errors } = await forge.ended
      expect([how, errors.trimEnd().split('\n').length]).toEqual([1, 1])
      return errors
    }
    expect(await refusal(path.join(folder, 'gone.crt'), good.key)).toMatch(/^The file of ANVIL_TLS_CERT .*ENOENT/)
    expect(await refusal(good.cert, other.key)).toMatch(/^FORGE can't serve TLS with .*mismatch.* both in PEM\.$/m)
  })
})

describe('FORGE behind a proxy, below a path', () => {
  it('serves people and applications at its public address, and knows where they come from', async () => {
    const proxy = await reverseProxy(good)
    closers.push(proxy.close)
    const publicUrl = `https://localhost:${proxy.port}/tools/anvil`
    const at = await office({ ANVIL_PUBLIC_URL: publicUrl, ANVIL_TRUST_PROXY: '1' })
    proxy.to(at.forge.port)
    const moved = await ask(publicUrl)
    expect([moved.status, moved.headers['location']]).toEqual([308, '/tools/anvil/'])
    for (const below of ['/', '/openapi.json', '/readyz', '/api/v1/keyset'])
      expect([below, (await ask(publicUrl + below)).status]).toEqual([below, 200])
    const page = await ask(`${publicUrl}/readyz`)
    expect(page.headers['strict-transport-security']).toBe('max-age=31536000')
    expect((await ask(`https://localhost:${proxy.port}/tools/anvilry/readyz`)).status).toBe(404)
    expect((await fetch(`${at.forge.url}/readyz`)).status).toBe(200)
    await isServed(at, publicUrl)
    const [instance] = await at.forge.ctx.db('live_instances')
    expect(instance.address).toMatch(/127\.0\.0\.1$/)
  })
})

describe('X-Forwarded-For', () => {
  const CLAIM = '198.51.100.9, 203.0.113.7'

  /** Under which addresses FORGE keeps a sign-in, a socket, a report and a fetch that all claim to come from elsewhere. */
  async function kept(env: Record<string, string>): Promise<string[]> {
    const at = await office(env)
    const { db } = at.forge.ctx
    const headers = { 'x-forwarded-for': CLAIM, 'content-type': 'application/json' }
    const post = (where: string, body: object, more = {}) =>
      fetch(`${at.forge.url}/api/v1${where}`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify(body),
      })
    const session = await post('/sessions', { email: at.author.email, password: PASSWORD })
    const { token } = Session.parse(await session.json())
    const where = `/organisations/${at.organisationId}/projects`
    const made = await post(where, { name: 'Elsewhere' }, { authorization: `Bearer ${token}` })
    expect([session.status, made.status]).toEqual([201, 201])
    const audited: string[] = await db('audit_entries')
      .where({ action: 'project.created' })
      .orderBy('number')
      .pluck('address')
    await at.fetch(`/projects/${at.projectId}/manifest`, { headers })
    const lastUse = async () => (await db('access_tokens').where({ id: at.tokenId }).first()).last_used_address
    await expect.poll(lastUse, { timeout: 10_000 }).not.toBeNull()
    const fetched = await lastUse()
    const instance = rawInstance(at.forge.url, handshake(at.token), { extraHeaders: { 'x-forwarded-for': CLAIM } })
    closers.push(() => instance.socket.disconnect())
    await instance.welcome
    const row = () => db('live_instances').where({ id: instance.id }).first()
    await expect.poll(row, { timeout: 10_000 }).toBeDefined()
    return [audited.at(-1) ?? '', fetched, (await row()).address].map((address) => address.replace('::ffff:', ''))
  }

  it.each([
    ['nobody', {}, '127.0.0.1'],
    ['one proxy', { ANVIL_TRUST_PROXY: '1' }, '203.0.113.7'],
    ['two proxies', { ANVIL_TRUST_PROXY: '2' }, '198.51.100.9'],
    ['proxies of this network', { ANVIL_TRUST_PROXY: '127.0.0.0/8,::1' }, '203.0.113.7'],
    ['proxies elsewhere', { ANVIL_TRUST_PROXY: '10.0.0.0/8' }, '127.0.0.1'],
  ])('is believed from %s only, by every door', async (_whom, env, address) => {
    expect(await kept(env)).toEqual([address, address, address])
  })
})
