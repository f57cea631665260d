import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { connect, createServer as createTcp, type Socket } from 'node:net'
import { type Anvil, type AnvilOptions, createAnvil } from '@anvil/live-client'
import type { DeliveryList, LiveInstance } from '@anvil/shared/api'
import express from 'express'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { accessToken, deliveries } from '../support/release.js'

let office: LiveOffice
const clients: Anvil[] = []
const servers: Server[] = []

beforeAll(async () => {
  office = await liveOffice()
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})
afterAll(() => office.forge.close())

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

/** An application that never opens a socket and looks by itself once a day, so that what is new comes by push only. */
function application(options: AnvilOptions): Anvil {
  const client = createAnvil({
    forgeUrl: office.forge.url,
    projectId: office.projectId,
    accessToken: office.token,
    rootKey: office.forge.ctx.signing.rootKey,
    cacheDir: false,
    transport: 'pull',
    syncIntervalMs: 86_400_000,
    logger: false,
    ...options,
  })
  client.on('error', () => undefined)
  clients.push(client)
  return client
}

interface Pushed {
  client: Anvil
  id: string
}

/** Starts an application whose receiver stands in Express, and waits until FORGE knows where. */
async function pushed(options: AnvilOptions = {}, before: express.RequestHandler[] = []): Promise<Pushed> {
  const app = express()
  const url = `${await serve(app)}/anvil/receive`
  const client = application({ receiverUrl: url, ...options })
  for (const handler of before) app.use(handler)
  app.post('/anvil/receive', client.receiver())
  await client.start()
  return { client, id: await known(client, url) }
}

/** Waits until FORGE lists an instance that runs what the client runs, and gives its id. */
async function known(client: Anvil, url: string): Promise<string> {
  const find = async (): Promise<string | undefined> => {
    const rows: { id: string; sequence: number | null }[] = await office.forge.ctx
      .db('live_instances')
      .where({ receiver_url: url })
      .select('id', 'sequence')
    return rows.find(({ sequence }) => sequence === client.status().sequence)?.id
  }
  await expect.poll(find, { timeout: 10_000 }).toBeDefined()
  return String(await find())
}

const rowOf = (list: DeliveryList, id: string) => list.deliveries.find(({ instance_id }) => instance_id === id)
const settled = (id: string) => (list: DeliveryList) => !['queued', 'sent', undefined].includes(rowOf(list, id)?.state)

describe('a publication', () => {
  it('is pushed to an application without a socket, which runs it before the delivery says applied', async () => {
    const { client, id } = await pushed()
    const publication = await office.publishText('Pushed {{name}}')
    const list = await deliveries(office.author, publication, settled(id))
    expect(rowOf(list, id)).toMatchObject({ state: 'applied', code: null })
    expect(client.prompt('welcome', { name: 'Ada' })).toBe('Pushed Ada')
    expect(client.status().source).toBe('push')
  })

  it('is pushed once more where a person asks for it, to an application that could not be reached', async () => {
    let isDown = true
    const { client, id } = await pushed({}, [(_req, res, next) => (isDown ? void res.status(503).end() : next())])
    const publication = await office.publishText('Later {{name}}')
    const failed = await deliveries(office.author, publication, settled(id))
    expect(rowOf(failed, id)).toMatchObject({ state: 'unreachable', code: 'receiver.bad_answer' })
    isDown = false
    const path = `/projects/${office.projectId}/environments/production/publications/${publication.id}/retries`
    const { body } = await office.author.call('post', path).expect(202)
    expect(body).toMatchObject({ asked: failed.failed })
    await deliveries(office.author, publication, (list) => rowOf(list, id)?.state === 'applied')
    expect(client.prompt('welcome', { name: 'Ada' })).toBe('Later Ada')
  })

  it('is pushed to one whose body parser comes first', async () => {
    const { client, id } = await pushed({}, [express.json()])
    const list = await deliveries(office.author, await office.publishText('Parsed {{name}}'), settled(id))
    expect(rowOf(list, id)?.state).toBe('applied')
    expect(client.prompt('welcome', { name: 'Ada' })).toBe('Parsed Ada')
  })

  it('is pushed to a port that the client opened by itself', async () => {
    const free = createTcp().listen(0)
    await once(free, 'listening')
    const address = free.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await new Promise((resolve) => free.close(resolve))
    const receiverUrl = `http://127.0.0.1:${port}/anvil/receive`
    const client = application({ port, receiverUrl })
    await client.start()
    const id = await known(client, receiverUrl)
    const list = await deliveries(office.author, await office.publishText('By port {{name}}'), settled(id))
    expect(rowOf(list, id)?.state).toBe('applied')
    expect(client.prompt('welcome', { name: 'Ada' })).toBe('By port Ada')
  })

  it('is refused by a frozen application, and told as frozen', async () => {
    const { client, id } = await pushed()
    await client.setMode('frozen')
    const list = await deliveries(office.author, await office.publishText('Not taken {{name}}'), settled(id))
    expect(rowOf(list, id)).toMatchObject({ state: 'frozen' })
    expect(client.prompt('welcome', { name: 'Ada' })).not.toContain('Not taken')
  })

  it('too large to travel along reaches an application that can not dial out: FORGE sends what it lacks', async () => {
    const tunnel = createTcp((socket) => {
      const inside = connect(office.forge.port, '127.0.0.1')
      socket.pipe(inside).pipe(socket)
      for (const end of [socket, inside]) end.on('error', () => end.destroy())
      open.add(socket)
    })
    const open = new Set<Socket>()
    tunnel.listen(0, '127.0.0.1')
    await once(tunnel, 'listening')
    const address = tunnel.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { client, id } = await pushed({ forgeUrl: `http://127.0.0.1:${port}` })
    tunnel.close()
    for (const socket of open) socket.destroy()
    const large = randomBytes(300_000).toString('hex')
    const list = await deliveries(office.author, await office.publishText(large), settled(id))
    expect(rowOf(list, id)).toMatchObject({ state: 'applied' })
    expect(client.prompt('welcome')).toBe(large)
  })

  it('is not pushed under an access token that was revoked', async () => {
    const { value, access_token } = await accessToken(office.author, office.projectId)
    const { client, id } = await pushed({ accessToken: value })
    const path = `/projects/${office.projectId}/access-tokens/${access_token.id}/revoke`
    await office.author.call('post', path).expect(200)
    const publication = await office.publishText('For nobody {{name}}')
    const other = await pushed()
    await deliveries(office.author, await office.publishText('After it {{name}}'), settled(other.id))
    expect(rowOf(await deliveries(office.author, publication), id)?.state).toBe('behind')
    expect(client.prompt('welcome', { name: 'Ada' })).not.toMatch(/For nobody|After it/)
  })
})

describe('a receiver address', () => {
  async function deliveryTo(receiverUrl: string) {
    const client = application({ receiverUrl })
    await client.start()
    const id = await known(client, receiverUrl.replace(/\/$/, ''))
    const list = await deliveries(office.author, await office.publishText(randomBytes(4).toString('hex')), settled(id))
    return rowOf(list, id)
  }

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/anvil/receive',
    'https://10.0.0.1/anvil/receive',
    'https://[fd00:ec2::254]/anvil/receive',
    'http://app.example.com/anvil/receive',
  ])('of %s is refused, and the delivery says so', async (url) => {
    expect(await deliveryTo(url)).toMatchObject({
      state: 'unreachable',
      code: 'receiver.refused',
      detail: expect.stringContaining('FORGE pushes nothing to'),
    })
  })

  it('that redirects is not followed, nor is anything sent there', async () => {
    let visits = 0
    let told = ''
    const target = await serve((_req, res) => {
      visits += 1
      res.end('{"ack":null}')
    })
    const url = await serve((req, res) => {
      told = String(req.headers.authorization)
      res.writeHead(307, { location: target }).end()
    })
    expect(await deliveryTo(`${url}/anvil/receive`)).toMatchObject({
      state: 'unreachable',
      code: 'receiver.bad_answer',
    })
    expect([told, visits]).toEqual([`Bearer ${office.token}`, 0])
  })

  it.each([
    [
      'an endless answer',
      (res: ServerResponse) => {
        const more = () => res.write('x'.repeat(16_384)) && setImmediate(more)
        res.on('drain', more).on('error', () => undefined)
        more()
      },
    ],
    ['an answer that is no JSON', (res: ServerResponse) => void res.end('<html>')],
    ['an ack of another form', (res: ServerResponse) => void res.end('{"ack":{"result":"fine"}}')],
    ['status 500', (res: ServerResponse) => void res.writeHead(500).end('{}')],
    [
      'a list of missing bundles again and again',
      (res: ServerResponse) =>
        void res.writeHead(422).end(`{"error":{"code":"bundle.missing","details":{"missing":["${'a'.repeat(64)}"]}}}`),
    ],
  ])('that gives %s counts as unreached', async (_what, answer) => {
    const url = await serve((_req, res) => answer(res))
    const row = await deliveryTo(`${url}/anvil/receive`)
    expect(row?.state).toBe('unreachable')
    expect(['receiver.bad_answer', 'bundle.missing']).toContain(row?.code)
  })

  it('where nothing listens counts as unreached, and holds nobody up', async () => {
    const gone = await serve(() => undefined)
    servers.pop()?.close()
    const good = await pushed()
    const dead = application({ receiverUrl: `${gone}/anvil/receive` })
    await dead.start()
    const id = await known(dead, `${gone}/anvil/receive`)
    const publication = await office.publishText('One of two {{name}}')
    const list = await deliveries(office.author, publication, (now) => settled(id)(now) && settled(good.id)(now))
    expect(rowOf(list, id)).toMatchObject({ state: 'unreachable', code: 'receiver.unreachable' })
    expect(rowOf(list, good.id)).toMatchObject({ state: 'applied' })
  })
})

describe('an instance without a socket', () => {
  const put = (id: string, body: string | object, { token = office.token, project = office.projectId } = {}) =>
    fetch(`${office.forge.url}/api/v1/projects/${project}/instances/${id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const report = (id: string) => ({
    instance: { id, app: 'batch', host: 'night', pid: 7, sdk: 'test/1', runtime: 'node' },
    mode: 'frozen',
    have: null,
    trust: 'pinned',
    insecure: false,
    heartbeat: {
      state: 'STALE',
      mode: 'frozen',
      running: null,
      wanted: { epoch: 1, sequence: 1 },
      prompts: 3,
      counters: { renders: 0, errors: 0, missing: 0 },
    },
  })

  it('is listed with the fleet as it says of itself, and hears the time and the pace', async () => {
    const answer = await put('batch-1', report('batch-1'))
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ server_time: expect.any(String), pace: { heartbeat_ms: 30_000 } })
    const path = `/projects/${office.projectId}/environments/production/instances`
    const list = async (): Promise<LiveInstance[]> => (await office.author.call('get', path).expect(200)).body.instances
    await expect
      .poll(async () => (await list()).find(({ id }) => id === 'batch-1'), { timeout: 10_000 })
      .toMatchObject({ contact: 'connected', mode: 'frozen', state: 'STALE', prompts: 3, wanted_sequence: 1 })
  })

  it.each([
    ['without a token', (): Promise<Response> => put('batch-2', report('batch-2'), { token: '' }), 401],
    [
      'of another project',
      () => put('batch-2', report('batch-2'), { project: '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b' }),
      403,
    ],
    ['for another instance', () => put('batch-2', report('batch-3')), 400],
    ['of another form', () => put('batch-2', { mode: 'warm' }), 400],
    ['that is no JSON', () => put('batch-2', '{'), 400],
    ['that is too large', () => put('batch-2', ' '.repeat(70_000)), 413],
    ['by GET', () => office.fetch(`/projects/${office.projectId}/instances/batch-2`), 405],
  ])('is refused %s', async (_what, call, status) => {
    const answer = await call()
    expect(answer.status).toBe(status)
    expect(await answer.text()).toMatch(/^\{"error":/)
  })
})
