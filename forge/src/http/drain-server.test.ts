import { once } from 'node:events'
import { createServer, request, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { drainable } from './drain-server.js'
import { listen } from './listen.js'

const LONG_MS = 60_000
const open: (() => void)[] = []
afterEach(() => open.splice(0).forEach((close) => close()))

async function serve() {
  const held: ServerResponse[] = []
  const server = createServer((req, res) => (req.url === '/held' ? held.push(res) : res.end('at once')))
  const drain = drainable(server)
  const port = await listen(server, { host: '127.0.0.1', port: 0 })
  open.push(() => server.closeAllConnections())
  return { server, drain, port, held }
}

describe('a server that is stopped', () => {
  it('finishes the answer it is giving, and takes nobody new', async () => {
    const { server, drain, port, held } = await serve()
    const asked = request({ port, path: '/held' }).end()
    await once(server, 'request')
    const drained = drain(LONG_MS)
    const late = connect(port, '127.0.0.1')
    await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    held[0]?.end('finished')
    const [response] = await once(asked, 'response')
    const [body] = await once(response, 'data')
    expect(body.toString()).toBe('finished')
    await drained
  })

  it('does not wait for a connection that asks nothing', async () => {
    const { drain, port } = await serve()
    const socket = connect(port, '127.0.0.1')
    open.push(() => socket.destroy())
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(socket, 'data')
    const ended = once(socket, 'close')
    await drain(LONG_MS)
    await ended
  })

  it('cuts in the end what does not finish, also what was taken over from HTTP', async () => {
    const { server, drain, port } = await serve()
    const [held, upgraded] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
    server.on('upgrade', (_req, socket) => socket.on('error', () => undefined).write('HTTP/1.1 101 Yes\r\n\r\n'))
    held.write('GET /held HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(server, 'request')
    upgraded.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
    await once(upgraded, 'data')
    const ended = Promise.all(
      [held, upgraded].map((socket) =>
        once(
          socket.on('error', () => undefined),
          'close',
        ),
      ),
    )
    await drain(1)
    await ended
  })

  it('may be stopped before it listens', async () => {
    await drainable(createServer())(LONG_MS)
  })
})
