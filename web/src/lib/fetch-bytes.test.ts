import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchBytes } from './fetch-bytes.js'

const BYTES = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d, 0xff, 0x0a])
const REFUSED = {
  error: { code: 'version.not_found', message: 'There is none.', request_id: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
}
let server: Server
let url: string
const asked: { path: string | undefined; authorization: string | undefined }[] = []
beforeAll(async () => {
  server = createServer((req, res) => {
    asked.push({ path: req.url, authorization: req.headers.authorization })
    if (req.url === '/api/v1/there') res.end(BYTES)
    else if (req.url === '/api/v1/broken') res.writeHead(502).end('<html>')
    else res.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(REFUSED))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
})

describe('bytes that are asked for', () => {
  it('come as they are, a byte order mark and what is no text included', async () => {
    const bytes = await fetchBytes({ url, token: 'abc' }, '/there')
    expect(Buffer.from(bytes).equals(BYTES)).toBe(true)
    expect(asked.at(-1)).toEqual({ path: '/api/v1/there', authorization: 'Bearer abc' })
  })

  it('are asked for without a name where nobody is signed in', async () => {
    await fetchBytes({ url }, '/there')
    expect(asked.at(-1)?.authorization).toBeUndefined()
  })

  it('are refused by the error that FORGE sent', async () => {
    await expect(fetchBytes({ url }, '/gone')).rejects.toMatchObject({
      code: 'version.not_found',
      message: 'There is none.',
      requestId: REFUSED.error.request_id,
    })
  })

  it('are refused by an error of the same kind where something else answers, or nothing does', async () => {
    await expect(fetchBytes({ url }, '/broken')).rejects.toMatchObject({ name: 'AnvilError' })
    const nobody = fetchBytes({ url: 'http://127.0.0.1:1' }, '/there')
    await expect(nobody).rejects.toMatchObject({ code: 'network.unreachable' })
  })
})
