import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'

/** A mirror that passes on what FORGE says, but always answers with one old manifest. */
export interface ReplayingMirror {
  url: string
  /** How often the old manifest was given out. */
  replayed: () => number
  close: () => Promise<void>
}

export async function startReplayingMirror(forgeUrl: string, envelope: string): Promise<ReplayingMirror> {
  const etag = `"sha256-${createHash('sha256').update(envelope).digest('hex')}"`
  let replayed = 0
  const server = createServer((req, res) => {
    if (req.url?.endsWith('/manifest') === true) {
      replayed += 1
      res.writeHead(200, { 'content-type': 'application/json', etag }).end(envelope)
      return
    }
    const { authorization = '' } = req.headers
    void fetch(forgeUrl + (req.url ?? '/'), { headers: { authorization } }).then(
      async (answer) => res.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer())),
      () => res.writeHead(502).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const close = async (): Promise<void> => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, replayed: () => replayed, close }
}
