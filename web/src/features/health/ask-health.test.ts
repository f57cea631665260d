import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { askHealth } from './ask-health.js'

const servers: (() => Promise<void>)[] = []

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  servers.push(() => new Promise((resolve) => server.close(() => resolve())))
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

afterEach(async () => {
  for (const close of servers.splice(0)) await close()
})

it('asks below the path at which FORGE is served', async () => {
  const asked: (string | undefined)[] = []
  const origin = await serve((req, res) => {
    asked.push(req.url)
    res.end(JSON.stringify({ version: '0.1.0' }))
  })
  const state = await askHealth(`${origin}/anvil`)
  expect(asked).toEqual(['/anvil/readyz'])
  expect(state).toEqual({ face: 'known', health: { ready: true, version: '0.1.0', problem: undefined } })
})

it('knows a FORGE that answers without JSON, such as a proxy in front of it', async () => {
  const origin = await serve((_req, res) => res.writeHead(502).end('<h1>Bad gateway</h1>'))
  expect(await askHealth(origin)).toMatchObject({ face: 'known', health: { ready: false } })
})

it('tells that nothing answers', async () => {
  const origin = await serve((req) => req.destroy())
  expect(await askHealth(origin)).toEqual({ face: 'unreachable' })
})
