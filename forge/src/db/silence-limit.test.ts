import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { SilenceLimit } from './silence-limit.js'

const silent: Socket[] = []
const opened: Socket[] = []
let server: Server
let port: number
beforeAll(async () => {
  server = createServer((socket) => silent.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address !== null && typeof address !== 'string') port = address.port
})
afterEach(() => {
  for (const socket of [...opened.splice(0), ...silent.splice(0)]) socket.destroy()
})
afterAll(() => server.close())

async function connected(limit: SilenceLimit): Promise<Socket> {
  const socket = limit.open()
  opened.push(socket)
  socket.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}
const endOf = async (socket: Socket): Promise<unknown> => (await once(socket, 'error'))[0]
const tooLong = { code: 'ETIMEDOUT', message: 'PostgreSQL said nothing for 0.02 seconds' }

it('ends a connection that says nothing, though it was open before the limit was set', async () => {
  const limit = new SilenceLimit()
  const socket = await connected(limit)
  limit.set(20)
  expect(await endOf(socket)).toMatchObject(tooLong)
  expect(socket.destroyed).toBe(true)
})

it('ends a connection that is never made', async () => {
  const limit = new SilenceLimit()
  limit.set(20)
  const socket = limit.open()
  opened.push(socket)
  expect(await endOf(socket)).toMatchObject(tooLong)
})

it('knows none while it is 0, and can be lifted again', async () => {
  const limit = new SilenceLimit()
  expect((await connected(limit)).timeout).toBe(0)
  limit.set(60_000)
  const socket = await connected(limit)
  expect(socket.timeout).toBe(60_000)
  limit.set(0)
  expect(socket.timeout).toBe(0)
})
