import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { Ack } from '@anvil/shared'

/** Where receivers are made known: a FORGE, and an access token of a project. */
export interface ReceiversAt {
  url: string
  projectId: string
  token: string
}

/** Receivers of pushes by HTTP that keep what they were sent and answer when a test wants it. */
export interface RawReceivers {
  /** The sequences that each was pushed, by its id. */
  pushed: Map<string, number[]>
  /** Which pushes wait for their answer. */
  waiting: { id: string; sequence: number }[]
  /** Leaves some pushes without an answer from now on. */
  hold: (isHeld: (id: string, sequence: number) => boolean) => void
  /** Answers all that wait, and each as it comes from now on. */
  answerAll: () => void
  close: () => void
}

/** Opens receivers on `origins` ports. */
export async function rawReceivers(at: ReceiversAt, ids: readonly string[], origins = 1): Promise<RawReceivers> {
  const servers: Server[] = []
  const held: (() => void)[] = []
  const receivers: RawReceivers = {
    pushed: new Map(ids.map((id) => [id, []])),
    waiting: [],
    hold: (decide) => (isHeld = decide),
    answerAll: () => {
      isHeld = () => false
      receivers.waiting.length = 0
      for (const answer of held.splice(0)) answer()
    },
    close: () => {
      for (const server of servers) server.close().closeAllConnections()
    },
  }
  let isHeld = (_id: string, _sequence: number): boolean => false
  const take = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const id = req.url?.slice(1) ?? ''
    const sequence = await sequenceIn(req)
    const pushed = receivers.pushed.get(id) ?? []
    pushed.push(sequence)
    const answer = (): void => {
      const isOlder = sequence < Math.max(...pushed)
      const refused = { result: 'rejected', code: 'manifest.rollback' } as const
      const ack: Ack = { epoch: 1, sequence, took_ms: 1, ...(isOlder ? refused : { result: 'applied' }) }
      res.writeHead(isOlder ? 422 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ ack }))
    }
    if (!isHeld(id, sequence)) return answer()
    receivers.waiting.push({ id, sequence })
    held.push(answer)
  }
  const listener: RequestListener = (req, res) => void take(req, res).catch(() => res.destroy())
  for (let n = 0; n < origins; n++) servers.push(createServer(listener).listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const urls = servers.map((server) => `http://127.0.0.1:${portOf(server)}`)
  try {
    for (const [n, id] of ids.entries()) await tell(at, id, `${urls[n % origins]}/${id}`)
  } catch (error) {
    receivers.close()
    throw error
  }
  return receivers
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function sequenceIn(body: AsyncIterable<Buffer>): Promise<number> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  const { manifest } = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString())
  return JSON.parse(Buffer.from(manifest.payload, 'base64').toString()).sequence
}

/** Says of an instance without a socket that it runs nothing, and where its receiver is. */
async function tell({ url, projectId, token }: ReceiversAt, id: string, receiver_url: string): Promise<void> {
  const instance = { id, app: 'shop', host: 'h', pid: 1, sdk: 'test/1', runtime: 'node' }
  const counters = { renders: 0, errors: 0, missing: 0 }
  const heartbeat = { state: 'NOT_READY', mode: 'accepting', running: null, wanted: null, prompts: 0, counters }
  const standing = { mode: 'accepting', have: null, trust: 'pinned', insecure: false }
  const answer = await fetch(`${url}/api/v1/projects/${projectId}/instances/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ instance, ...standing, receiver_url, heartbeat }),
  })
  if (answer.status !== 200) throw new Error(await answer.text())
}
