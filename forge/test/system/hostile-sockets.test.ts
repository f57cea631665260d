import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { LIVE_SOCKET_PATH } from '@anvil/shared'
import { PAGE_SOCKET_PATH } from '@anvil/shared/api'
import { Socket } from 'socket.io'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { type Neighbour, neighbours } from '../support/neighbours.js'
import { handshake, type RawInstance, rawInstance } from '../support/raw-instance.js'
import { type RawPage, rawPage } from '../support/raw-page.js'
import { type RunningForge, runningForge } from '../support/running-forge.js'

const PATIENCE = { timeout: 20_000 }
const open: { disconnect: () => void }[] = []
const wires: WebSocket[] = []
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect()
  for (const wire of wires.splice(0)) wire.terminate()
})

/** What a hostile client may say beyond what there is to say. */
const UNKNOWN = [
  'join',
  'subscribe',
  'manifest',
  'changed',
  'presence',
  'goodbye',
  'sync',
  'room',
  '__proto__',
  'constructor',
]

/** What FORGE hears at all; for each of them the cases below, and those of roles in the matrix, say who may do what by it. */
const HEARD = {
  [PAGE_SOCKET_PATH]: ['disconnect', 'editing', 'error'],
  [LIVE_SOCKET_PATH]: ['ack', 'disconnect', 'error', 'heartbeat'],
}

describe('events that name what is of another organisation', () => {
  let forge: RunningForge
  let me: Neighbour
  let other: Neighbour
  beforeAll(async () => {
    forge = await runningForge()
    ;[me, other] = await neighbours(forge)
  })
  afterAll(() => forge.close())

  async function inside({ owner, projectId }: Neighbour): Promise<RawPage> {
    const page = rawPage(forge.url, { token: owner.token, project_id: projectId })
    open.push(page.socket)
    await page.connected
    return page
  }
  async function instance(of: Neighbour): Promise<RawInstance> {
    const made = rawInstance(forge.url, handshake(of.token))
    open.push(made.socket)
    await made.welcome
    return made
  }
  const rename = ({ owner, projectId }: Neighbour, name: string) =>
    owner.call('patch', `/projects/${projectId}`).send({ name }).expect(200)

  it('are few: one that is listened to and has no case here fails', async () => {
    const listening = vi.spyOn(Socket.prototype, 'on')
    await Promise.all([inside(me), instance(me)])
    const sockets = listening.mock.contexts.filter((one) => one instanceof Socket)
    listening.mockRestore()
    const heard = sockets.map((socket) => [socket.nsp.server.path(), socket.eventNames().map(String).toSorted()])
    expect(Object.fromEntries(heard)).toEqual(HEARD)
  })

  it('show nobody there that somebody edits, though the prompt set is theirs', async () => {
    const [intruder, victim, colleague] = [await inside(me), await inside(other), await inside(other)]
    intruder.socket.emit('editing', { prompt_set_id: other.reviewed.id, prompt_id: 'second.text' })
    colleague.socket.emit('editing', { prompt_set_id: other.reviewed.id, prompt_id: 'own.text' })
    await expect.poll(victim.editing, PATIENCE).toEqual([expect.stringContaining('own.text')])
    expect(JSON.stringify(victim.presence)).not.toContain(me.owner.id)
    expect(JSON.stringify([...intruder.presence])).not.toContain(other.owner.id)
  })

  it('open no page’s ears for another project, whatever it asks to join', async () => {
    const [intruder, victim] = [await inside(me), await inside(other)]
    for (const event of UNKNOWN) intruder.socket.emit(event, other.projectId, { project_id: other.projectId })
    await rename(other, 'Heard by its own people')
    await expect.poll(() => victim.changed.length, PATIENCE).toBeGreaterThan(0)
    await rename(me, 'Heard by me')
    await expect.poll(() => intruder.changed.length, PATIENCE).toBeGreaterThan(0)
    expect(JSON.stringify(intruder.changed)).not.toContain(other.projectId)
    expect(JSON.stringify(victim.changed)).not.toContain(me.projectId)
  })

  it('move nothing of another project’s instances: acks and heartbeats count where the token belongs', async () => {
    const of = { project_id: other.projectId }
    const before = {
      deliveries: await forge.ctx.db('deliveries').where(of).orderBy('instance_id'),
      instances: await forge.ctx.db('live_instances').where(of).orderBy('id'),
    }
    const { body: head } = await other.owner.call('get', `/projects/${other.projectId}/environments/production/head`)
    const intruder = await instance(me)
    const { epoch, sequence } = head
    const named = {
      ...of,
      environment_id: other.environmentId,
      publication_id: other.publicationId,
      instance_id: other.instanceId,
    }
    intruder.socket.emit('ack', { epoch, sequence, result: 'rejected', code: 'bundle.malformed', took_ms: 1, ...named })
    for (const event of UNKNOWN) intruder.socket.emit(event, named)
    const seen = async () =>
      (await forge.ctx.db('live_instances').where({ id: intruder.id }).first('project_id'))?.project_id
    await expect.poll(seen, PATIENCE).toBe(me.projectId)
    expect(await forge.ctx.db('deliveries').where(of).orderBy('instance_id')).toEqual(before.deliveries)
    expect(await forge.ctx.db('live_instances').where(of).orderBy('id')).toEqual(before.instances)
  })

  it('get an instance no other manifest than its own, whatever it says that it has', async () => {
    const have = { epoch: 1, sequence: 1 }
    const intruder = rawInstance(
      forge.url,
      handshake(me.token, { have, project_id: other.projectId, environment: 'staging' }),
    )
    open.push(intruder.socket)
    await intruder.welcome
    for (const push of intruder.pushes) {
      const manifest = JSON.parse(Buffer.from(push.envelope.payload, 'base64').toString())
      expect([manifest.project_id, manifest.environment]).toEqual([me.projectId, 'production'])
    }
    expect(JSON.stringify(intruder.pushes)).not.toContain(other.projectId)
  })
})

describe('a flood', () => {
  let office: LiveOffice
  beforeAll(async () => {
    office = await liveOffice()
  })
  afterAll(() => office.forge.close())

  const instance = (change: object = {}): RawInstance => {
    const made = rawInstance(office.forge.url, handshake(office.token, change))
    open.push(made.socket)
    return made
  }
  async function page(): Promise<RawPage> {
    const made = rawPage(office.forge.url, { token: office.author.token, project_id: office.projectId })
    open.push(made.socket)
    await made.connected
    return made
  }
  /** A websocket that says what a test tells it to, below Socket.IO. */
  function wire(path: string, auth: object): { socket: WebSocket; heard: string[]; welcomed: Promise<unknown> } {
    const socket = new WebSocket(`${office.forge.url.replace('http', 'ws')}${path}/?EIO=4&transport=websocket`)
    wires.push(socket)
    const heard: string[] = []
    const welcomed = new Promise((resolve) => {
      socket.on('message', (data: Buffer) => {
        const text = data.toString()
        heard.push(text)
        if (text.startsWith('0')) socket.send(`40${JSON.stringify(auth)}`)
        if (text.startsWith('42')) resolve(text)
      })
    })
    return { socket, heard, welcomed }
  }
  const closed = (socket: WebSocket) => once(socket, 'close')

  it.each(['ack', 'heartbeat', 'join', 'manifest', '__proto__'])(
    'of %s events ends the socket of the instance that sends them, and no other',
    async (event) => {
      const [loud, good] = [instance(), instance()]
      await Promise.all([loud.welcome, good.welcome])
      const counters = { renders: 1, errors: 0, missing: 0 }
      const beat = { state: 'READY', mode: 'accepting', running: null, wanted: null, prompts: 0, counters }
      const body = event === 'ack' ? { epoch: 1, sequence: 0, result: 'applied', took_ms: 1 } : beat
      for (let n = 0; n < 80; n += 1) loud.socket.emit(event, body)
      expect(await loud.goodbye).toMatchObject({ code: 'request.rate_limited' })
      await loud.ended
      expect(good.socket.connected).toBe(true)
    },
  )

  it.each(['join', 'presence', 'changed'])(
    'of %s events ends the socket of the page that sends them',
    async (event) => {
      const [loud, good] = [await page(), await page()]
      for (let n = 0; n < 80; n += 1) loud.socket.emit(event, { project_id: office.projectId })
      expect(await loud.goodbye).toMatchObject({ code: 'request.rate_limited' })
      await loud.ended
      expect(good.socket.connected).toBe(true)
    },
  )

  it('of a few events that FORGE does not know is borne, as a later client may send them', async () => {
    const [later, tab] = [instance(), await page()]
    await later.welcome
    for (const event of UNKNOWN) {
      later.socket.emit(event, { any: 'thing' })
      tab.socket.emit(event, { any: 'thing' })
    }
    const { epoch, sequence } = await office.publishText('After unknown events, {{name}}')
    later.ack({ epoch, sequence })
    await later.pushed(2)
    expect([later.socket.connected, tab.socket.connected]).toEqual([true, true])
  })

  it.each<[string, () => { socket: WebSocket; welcomed: Promise<unknown> }]>([
    ['an instance', () => wire(LIVE_SOCKET_PATH, handshake(office.token))],
    ['a page', () => wire(PAGE_SOCKET_PATH, { token: office.author.token, project_id: office.projectId })],
  ])('of bytes from %s is cut: a frame too large, one that never ends, and what is no packet', async (_who, dial) => {
    const huge = dial()
    await huge.welcomed
    huge.socket.send(`42["later","${'x'.repeat(200_000)}"]`)
    await closed(huge.socket)

    const pieces = dial()
    await pieces.welcomed
    const ended = closed(pieces.socket)
    for (let n = 0; n < 40 && pieces.socket.readyState === WebSocket.OPEN; n += 1)
      pieces.socket.send('x'.repeat(8_000), { fin: false }, () => undefined)
    await ended

    const deep = dial()
    await deep.welcomed
    deep.socket.send(`42["ack",${'['.repeat(6_000)}${']'.repeat(6_000)}]`)
    deep.socket.send(`42["editing",${'['.repeat(6_000)}${']'.repeat(6_000)}]`)
    const odd = dial()
    await odd.welcomed
    odd.socket.send('9 is no packet')
    await closed(odd.socket)
    expect((await fetch(`${office.forge.url}/healthz`)).status).toBe(200)
    await instance().welcome
    await page()
  })

  it('of sockets that say nothing and prove nothing keeps nobody else out', async () => {
    const silent = Array.from({ length: 60 }, () => {
      const socket = new WebSocket(
        `${office.forge.url.replace('http', 'ws')}${PAGE_SOCKET_PATH}/?EIO=4&transport=websocket`,
      )
      wires.push(socket)
      return once(socket, 'open')
    })
    await Promise.all(silent)
    await page()
    await instance().welcome
  })

  it('of sixty consumers that read nothing holds back no publication, and those that read get each', async () => {
    const slow = Array.from({ length: 60 }, () => wire(LIVE_SOCKET_PATH, handshake(office.token)))
    await Promise.all(slow.map(({ welcomed }) => welcomed))
    for (const { socket } of slow) socket.pause()
    const good = [instance(), instance(), instance()]
    await Promise.all(good.map(({ welcome }) => welcome))
    const first = good[0]?.pushes.length ?? 0
    for (let round = 1; round <= 4; round += 1) {
      const { sequence } = await office.publishText(`${randomBytes(20_000).toString('hex')} {{name}}`)
      for (const { pushes } of good)
        await expect
          .poll(
            () => pushes.map(({ envelope }) => JSON.parse(Buffer.from(envelope.payload, 'base64').toString()).sequence),
            PATIENCE,
          )
          .toContain(sequence)
    }
    expect(good[0]?.pushes.length).toBeGreaterThanOrEqual(first + 4)
    expect((await fetch(`${office.forge.url}/readyz`)).status).toBe(200)
  })

  it('of hints that a page never reads, though it says that it lives, ends its socket and no other', async () => {
    const [good, slow] = [
      await page(),
      wire(PAGE_SOCKET_PATH, { token: office.author.token, project_id: office.projectId }),
    ]
    await slow.welcomed
    const { id: prompt_set_id } = await office.newSet('Unread')
    slow.socket.send(`42${JSON.stringify(['editing', { prompt_set_id, prompt_id: 'unread.text' }])}`)
    await expect.poll(good.editing, PATIENCE).toEqual([expect.stringContaining('unread.text')])
    slow.socket.pause()
    const etag = 'x'.repeat(2 * 1024 * 1024)
    const most = 60
    let rounds = 0
    for (; rounds < most && good.editing().length > 0; rounds += 1) {
      const before = good.changed.length
      slow.socket.send('3')
      office.forge.ctx.changes.announce([{ project_id: office.projectId, what: 'prompts', prompt_set_id, etag }])
      await expect.poll(() => good.changed.length, PATIENCE).toBeGreaterThan(before)
    }
    expect(rounds).toBeLessThan(most)
    expect(good.socket.connected).toBe(true)
  })
})
