import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { isBackedUp, watchBacklog } from './backlog.js'
import { broadcastManifest } from './broadcast.js'
import type { LiveServer, LiveSocket } from './live-socket.js'

const MEGABYTE = 'x'.repeat(1024 * 1024)
const never = (): boolean => false

let http: HttpServer
let io: LiveServer
let url: string
const dialled: WebSocket[] = []
beforeEach(async () => {
  http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const address = http.address()
  if (typeof address !== 'object' || address === null) throw new Error('It does not listen')
  url = `ws://127.0.0.1:${address.port}/socket.io/?EIO=4&transport=websocket`
  io = new Server(http, { transports: ['websocket'], perMessageDeflate: false })
})
afterEach(async () => {
  for (const socket of dialled.splice(0)) socket.terminate()
  await io.close()
})

/** A websocket that speaks just enough to be let in, and FORGE's end of it. */
async function dial(): Promise<{ near: WebSocket; far: LiveSocket; heard: string[] }> {
  const arrived = new Promise<LiveSocket>((resolve) => io.once('connection', resolve))
  const near = new WebSocket(url)
  dialled.push(near)
  const heard: string[] = []
  near.on('message', (data: Buffer) => {
    const text = data.toString()
    if (text.startsWith('0')) near.send('40')
    else if (text === '2') near.send('3')
    else if (text.startsWith('42')) heard.push(text)
  })
  const far = await arrived
  watchBacklog(far)
  return { near, far, heard }
}

const push = (sockets: readonly LiveSocket[]): Promise<readonly LiveSocket[]> =>
  broadcastManifest(io, sockets, { text: MEGABYTE, isOver: never })

describe('a consumer that reads nothing', () => {
  it('gets no further pushes once more waits for it than it may hold back, and is cut at the next word', async () => {
    const slow = await dial()
    slow.near.pause()
    let pushes = 0
    while (!isBackedUp(slow.far)) {
      expect(await push([slow.far])).toEqual([slow.far])
      pushes += 1
    }
    expect(pushes).toBeGreaterThan(0)
    expect(await push([slow.far])).toEqual([])
    expect(slow.far.connected).toBe(true)
    const gone = once(slow.far, 'disconnect')
    slow.far.emit('goodbye', { code: 'forge.unavailable', message: 'x' })
    slow.far.emit('goodbye', { code: 'forge.unavailable', message: 'x' })
    await gone
    expect(slow.far.connected).toBe(false)
  })

  it('holds back nobody else: the others get every push', async () => {
    const [slow, good, other] = [await dial(), await dial(), await dial()]
    slow.near.pause()
    const rounds = 12
    for (let round = 0; round < rounds; round += 1) {
      const sent = await push([slow.far, good.far, other.far])
      expect(sent).toEqual(expect.arrayContaining([good.far, other.far]))
      await expect
        .poll(() => [good.heard.length, other.heard.length], { timeout: 20_000 })
        .toEqual([round + 1, round + 1])
    }
    expect(isBackedUp(good.far)).toBe(false)
  })

  it('that reads again in time goes on', async () => {
    const late = await dial()
    late.near.pause()
    let pushes = 0
    while (!isBackedUp(late.far)) pushes += (await push([late.far])).length
    late.near.resume()
    await expect.poll(() => late.heard.length, { timeout: 20_000 }).toBe(pushes)
    await expect.poll(() => isBackedUp(late.far), { timeout: 20_000 }).toBe(false)
    expect(await push([late.far])).toEqual([late.far])
    await expect.poll(() => late.heard.length, { timeout: 20_000 }).toBe(pushes + 1)
  })
})

describe('a broadcast', () => {
  it('stops between two shards when a newer manifest is there, and skips who has gone', async () => {
    const fleet: Awaited<ReturnType<typeof dial>>[] = []
    for (let n = 0; n < 40; n += 1) fleet.push(await dial())
    let asked = 0
    const sent = await broadcastManifest(
      io,
      fleet.map(({ far }) => far),
      { text: 'old', isOver: () => (asked += 1) > 1 },
    )
    expect(sent).toHaveLength(32)
    fleet[0]?.far.disconnect(true)
    const all = await broadcastManifest(
      io,
      fleet.map(({ far }) => far),
      { text: 'new', isOver: never },
    )
    expect(all).toHaveLength(39)
    await expect.poll(() => fleet.filter(({ heard }) => heard.at(-1)?.includes('new')).length).toBe(39)
  })
})
