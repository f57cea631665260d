import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ReplayingMirror, startReplayingMirror } from './replaying-mirror.js'

const OLD = '{"payload":"old"}'
let forge: Server
let mirror: ReplayingMirror
const asked: string[] = []

beforeEach(async () => {
  asked.length = 0
  forge = createServer((req, res) => {
    asked.push(`${req.url} ${req.headers.authorization}`)
    res.writeHead(req.url === '/api/v1/keyset?from=0' ? 200 : 404).end('from FORGE')
  }).listen(0, '127.0.0.1')
  await once(forge, 'listening')
  const address = forge.address()
  const port = typeof address === 'object' && address ? address.port : 0
  mirror = await startReplayingMirror(`http://127.0.0.1:${port}`, OLD)
})
afterEach(async () => {
  await mirror.close()
  forge.close()
  forge.closeAllConnections()
})

const ask = (path: string): Promise<Response> =>
  fetch(mirror.url + path, { headers: { authorization: 'Bearer t', 'if-none-match': '"newer"' } })

it('answers with the old manifest, whatever the application has, and counts', async () => {
  expect(mirror.replayed()).toBe(0)
  const answer = await ask('/api/v1/projects/1/manifest')
  expect([answer.status, await answer.text()]).toEqual([200, OLD])
  expect(answer.headers.get('etag')).toMatch(/^"sha256-[0-9a-f]{64}"$/)
  expect(mirror.replayed()).toBe(1)
  expect(asked).toEqual([])
})

it('passes on all else that FORGE says, with the token', async () => {
  const answer = await ask('/api/v1/keyset?from=0')
  expect([answer.status, await answer.text()]).toEqual([200, 'from FORGE'])
  expect((await ask('/api/v1/bundles/sha256-0')).status).toBe(404)
  expect(asked).toEqual(['/api/v1/keyset?from=0 Bearer t', '/api/v1/bundles/sha256-0 Bearer t'])
})

it('says so where FORGE is gone', async () => {
  forge.close()
  forge.closeAllConnections()
  expect((await ask('/api/v1/keyset?from=0')).status).toBe(502)
})
