/**
 * `pnpm bench:publish`: from the publish call to the last acknowledgement, for 1, 100 and 1,000 connected instances,
 * against a bare `ws` broadcast of the same bytes to as many instances that do the same work; and how long FORGE's
 * event loop is blocked meanwhile, against its limit. On the embedded database, or with `--postgres <url>` on a
 * database of its own there. `--rounds <n>`, `--instances <n>`.
 */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { startFleet } from './fleet-process.js'
import { startPublishingForge } from './publishing-forge.js'
import { quantile } from './quantile.js'
import { startWsPeer } from './ws-peer.js'

const BLOCK_LIMIT_MS = 25
const { values: asked } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    json: { type: 'boolean' },
    postgres: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    instances: { type: 'string' },
  },
})
const FLEETS = asked.instances === undefined ? [1, 100, 1_000] : [Number(asked.instances)]
const CASES = FLEETS.flatMap((instances) => [10_000, 100_000].map((bytes) => ({ instances, bytes })))

interface Round {
  /** Milliseconds from the return of the publish call to the last acknowledgement, and of the call itself. */
  fanOut: number
  call: number
  ws: number
  /** The longest block of the event loop during the call, from then to the last acknowledgement, and of bare `ws`. */
  blocked: { call: number; fanOut: number; ws: number }
}

const forge = await startPublishingForge(asked.postgres)
const peer = await startWsPeer()
const fleets = { anvil: startFleet(), ws: startFleet() }
const rows: Record<string, string | number>[] = []
for (const { instances, bytes } of CASES) {
  await fleets.anvil.order({ kind: 'anvil', url: forge.url, token: forge.token, count: instances }, 'connected')
  await fleets.ws.order({ kind: 'ws', url: peer.url, count: instances }, 'connected')
  const rounds: Round[] = []
  for (let round = 0; round < Number(asked.rounds); round += 1) rounds.push(await measure(bytes))
  rows.push(rowOf({ instances, bytes }, rounds))
  await fleets.anvil.order({ kind: 'leave' }, 'left')
  await fleets.ws.order({ kind: 'leave' }, 'left')
}
fleets.anvil.end()
fleets.ws.end()
peer.close()
await forge.close()
if (asked.json === true) process.stdout.write(`${JSON.stringify(rows)}\n`)
else console.table(rows)

async function measure(bytes: number): Promise<Round> {
  const publish = await forge.prepare(bytes)
  const acknowledged = fleets.anvil.acknowledged()
  const callDelay = watchLoop()
  const start = performance.now()
  await publish()
  const returned = performance.now()
  const call = longest(callDelay)
  const fanOutDelay = watchLoop()
  const last = await acknowledged
  const fanOut = longest(fanOutDelay)
  const push = await lastPush()
  const wsAcknowledged = fleets.ws.acknowledged()
  const wsDelay = watchLoop()
  const wsStart = performance.now()
  peer.broadcast(push)
  const ws = (await wsAcknowledged) - wsStart
  const blocked = { call, fanOut, ws: longest(wsDelay) }
  return { fanOut: Math.max(0, last - returned), call: returned - start, ws, blocked }
}

function watchLoop(): IntervalHistogram {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  return delay
}

function longest(delay: IntervalHistogram): number {
  delay.disable()
  return delay.max / 1e6
}

/** The bytes that were just pushed: the manifest as it is served, and its bundle beside it. */
async function lastPush(): Promise<string> {
  const headers = { authorization: `Bearer ${forge.token}` }
  const manifest = await fetch(`${forge.url}/api/v1/projects/${forge.projectId}/manifest`, { headers })
  const envelope = JSON.parse(await manifest.text())
  const { bundles } = JSON.parse(Buffer.from(envelope.payload, 'base64').toString())
  const sha256: string = bundles[0].sha256
  const bundle = await fetch(`${forge.url}/api/v1/bundles/sha256-${sha256}`, { headers })
  const gzip = gzipSync(Buffer.from(await bundle.arrayBuffer())).toString('base64')
  return JSON.stringify({ envelope, fetch_spread_ms: 0, bundles: { [sha256]: gzip } })
}

function rowOf({ instances, bytes }: { instances: number; bytes: number }, rounds: Round[]) {
  const ratios = rounds.map(({ fanOut, ws }) => fanOut / ws)
  const whole = rounds.map(({ fanOut, call, ws }) => (fanOut + call) / ws)
  const times = (numbers: number[]): string => `${quantile(numbers, 0.5).toFixed(1)}×`
  const block = (read: (blocked: Round['blocked']) => number): string =>
    times(rounds.map(({ blocked }) => read(blocked) / BLOCK_LIMIT_MS))
  return {
    instances,
    'bundle KB': bytes / 1000,
    'ack after the call / ws': times(ratios),
    spread: `${quantile(ratios, 0.1).toFixed(1)}–${quantile(ratios, 0.9).toFixed(1)}`,
    'with the call itself / ws': times(whole),
    'block in the call / limit': block(({ call }) => call),
    'block in the fan-out / limit': block(({ fanOut }) => fanOut),
    'block of ws / limit': block(({ ws }) => ws),
  }
}
