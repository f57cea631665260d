import { once } from 'node:events'
import { createServer } from 'node:http'
import { sha256Hex } from '@anvil/shared/bundle'
import { aBundle, PROJECT_ID, testForge, type TestPublication, textPrompt } from '@anvil/shared/testing'

const forge = testForge()
const DAY_MS = 86_400_000
const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** The delivery side of a FORGE, small enough for this test: signed manifest, keys and bundles to pull. */
export interface SmallForge {
  options: { forgeUrl: string; projectId: string; accessToken: string; rootKey: string }
  /** Publishes these texts, each under its id, as the next sequence. */
  publish: (texts: Record<string, string>) => void
  close: () => Promise<void>
}

export async function startSmallForge(): Promise<SmallForge> {
  let sequence = 0
  let running: TestPublication
  const publish = (texts: Record<string, string>): void => {
    sequence += 1
    const snapshot = Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, textPrompt(text)]))
    const bundle = aBundle({ version: `1.0.${sequence}`, snapshot })
    const issued_at = stamp(Date.now())
    running = forge.publish([bundle], { sequence, issued_at, expires_at: stamp(Date.now() + 7 * DAY_MS) })
  }
  publish({})
  const server = createServer((req, res) => {
    const path = new URL(req.url ?? '/', 'http://localhost').pathname
    const bundle = running.bundles.get(path.replace('/api/v1/bundles/sha256-', ''))
    if (bundle) return void res.writeHead(200, { 'content-encoding': 'gzip' }).end(bundle.gzip)
    if (path === '/api/v1/keyset') {
      const keysets = forge.keysets.map((keyset): unknown => JSON.parse(Buffer.from(keyset).toString()))
      return void res.end(JSON.stringify({ keysets }))
    }
    if (!path.endsWith('/manifest')) return void res.writeHead(404).end()
    return void res.writeHead(200, { etag: `"sha256-${sha256Hex(running.envelope)}"` }).end(running.envelope)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    options: {
      forgeUrl: `http://127.0.0.1:${port}`,
      projectId: PROJECT_ID,
      accessToken: 'anv_production_000000000000_0000000000000000000000000000000000000000000_000000',
      rootKey: forge.rootKey,
    },
    publish,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
