import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Bundle, Manifest } from '@anvil/shared'
import { PROJECT_ID } from '@anvil/shared/testing'
import { ACCESS_TOKEN, type ForgeServer } from './forge-server.js'

type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>

/** A server with one handler, on a free port. */
export async function serveHandler(handler: Handler): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((req, res) => void handler(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/anvil/receive`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What FORGE would push: a manifest of these bundles, and the bundles named in `beside` as objects. */
export function pushBody(
  { forge, url }: ForgeServer,
  bundles: readonly Bundle[],
  { manifest = {}, beside = bundles, ...change }: { manifest?: Partial<Manifest>; beside?: readonly Bundle[] } & object,
): Record<string, unknown> {
  const { envelope } = forge.publish(bundles, manifest)
  const [bundle, ...rest] = beside
  return {
    bundle,
    bundles: rest,
    manifest: JSON.parse(Buffer.from(envelope).toString()),
    keysets: forge.keysets.map((keyset) => JSON.parse(Buffer.from(keyset).toString())),
    forge_url: url,
    project_id: PROJECT_ID,
    pushed_at: new Date().toISOString(),
    ...change,
  }
}

export interface Answered {
  status: number
  body: {
    ack: { result: string; sequence: number } | null
    error?: { code: string; message: string; details?: unknown }
  }
}

/** Pushes as FORGE does. */
export async function push(
  url: string,
  body: string | Uint8Array<ArrayBuffer> | object,
  { token = ACCESS_TOKEN, method = 'POST', headers = {} }: { token?: string; method?: string; headers?: object } = {},
): Promise<Answered> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    ...(method === 'GET'
      ? {}
      : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
  })
  const answer: Answered['body'] = JSON.parse(await response.text())
  return { status: response.status, body: answer }
}
