import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sha256Hex } from '@anvil/shared/bundle'
import { type Bundle, InstanceReport, type Manifest } from '@anvil/shared'
import { aBundle, PROJECT_ID, testForge, type TestForge, textPrompt } from '@anvil/shared/testing'

export const ACCESS_TOKEN = 'anv_production_abc_def_123'

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean

export interface ForgeServer {
  url: string
  forge: TestForge
  /** The paths asked for, in order. */
  requests: string[]
  /** What instances without a socket told, in order. */
  reports: { path: string; report: InstanceReport }[]
  /** Answers a request instead of the server where it returns true. */
  script: { answer: Answer }
  /** Makes a manifest the head; its bundles can be fetched from then on. */
  publish(bundles: readonly Bundle[], change?: Partial<Manifest>): Uint8Array
  /** Serves any bytes as the head. */
  serve(envelope: Uint8Array): void
  keysets: Uint8Array[]
  http: Server
  close(): Promise<void>
}

const START = Date.now()

/** Times that are good now; each manifest is issued later than the one before. */
export function fresh(sequence: number): Pick<Manifest, 'sequence' | 'issued_at' | 'expires_at'> {
  const issued = START - 3_600_000 + sequence * 1_000
  return { sequence, issued_at: time(issued), expires_at: time(issued + 7 * 86_400_000) }
}

export const time = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

/** A bundle of text prompts without variables. */
export function bundleOf(texts: Record<string, string>, change: Partial<Bundle> = {}): Bundle {
  const snapshot = Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, textPrompt(text)]))
  return aBundle({ snapshot, ...change })
}

/** A small FORGE of documents alone, on a real port; it may be told to lie. */
export async function startForgeServer(forge = testForge()): Promise<ForgeServer> {
  const gzips = new Map<string, Uint8Array>()
  let head: Uint8Array | undefined
  const http = createServer((request, response) => {
    if (request.method === 'PUT') return void takeReport(request, response)
    server.requests.push(request.url ?? '')
    if (server.script.answer(request, response)) return
    if (request.url?.startsWith('/api/v1/keyset?from=') === true) return sendKeysets(request.url, response)
    if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`) return refuse(response, 401, 'token.invalid')
    const digest = /^\/api\/v1\/bundles\/sha256-([0-9a-f]{64})$/.exec(request.url ?? '')?.[1]
    if (digest !== undefined) return sendGzip(response, gzips.get(digest))
    if (request.url === `/api/v1/projects/${PROJECT_ID}/manifest`) return sendHead(request, response)
    return refuse(response, 404, 'request.not_found')
  })

  async function takeReport(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const report = InstanceReport.parse(JSON.parse(Buffer.concat(chunks).toString()))
    server.reports.push({ path: request.url ?? '', report })
    if (server.script.answer(request, response)) return
    const pace = { retry: { base_ms: 1_000, cap_ms: 60_000 }, ping_ms: 20_000, heartbeat_ms: 1_000 }
    response.end(JSON.stringify({ server_time: new Date().toISOString(), pace }))
  }

  function sendKeysets(url: string, response: ServerResponse): void {
    const from = Number(url.split('=')[1])
    const texts = server.keysets.slice(from).map((keyset) => Buffer.from(keyset).toString())
    response.end(`{"keysets":[${texts.join(',')}]}`)
  }

  function sendHead(request: IncomingMessage, response: ServerResponse): void {
    if (!head) return refuse(response, 404, 'manifest.not_found')
    const etag = `"sha256-${sha256Hex(head)}"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end()
    response.writeHead(200, { etag }).end(head)
  }

  const server: ForgeServer = {
    url: '',
    forge,
    requests: [],
    reports: [],
    script: { answer: () => false },
    keysets: [...forge.keysets],
    http,
    publish(bundles, change = {}) {
      const { envelope, bundles: sealed } = forge.publish(bundles, { ...fresh(1), ...change })
      for (const [digest, { gzip }] of sealed) gzips.set(digest, gzip)
      head = envelope
      return envelope
    },
    serve(envelope) {
      head = envelope
    },
    async close() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  server.url = `http://127.0.0.1:${portOf(http)}`
  return server
}

export function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { code, message: `Refused with ${code}` } }))
}

function sendGzip(response: ServerResponse, gzip: Uint8Array | undefined): void {
  if (!gzip) return refuse(response, 404, 'bundle.not_found')
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzip)
}

function portOf(http: Server): number {
  const address: AddressInfo | string | null = http.address()
  if (typeof address === 'object' && address) return address.port
  throw new Error('The server has no port')
}
