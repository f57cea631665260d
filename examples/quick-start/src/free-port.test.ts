import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { freePort } from './free-port.js'

it('is the wished port where nobody listens on it, and leaves it free', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await freePort(port)).toBe(0)
  server.close()
  await once(server, 'close')
  expect(await freePort(port)).toBe(port)
  expect(await freePort(port)).toBe(port)
})
