import { execFile } from 'node:child_process'
import type { ServerResponse } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LiveState } from '@anvil/shared'
import { nextMessage, runToEnd, startChild } from './support/child.js'
import { cliEnv } from './support/cli.js'
import { bundleOf, fresh, refuse } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'
import { serveSockets } from './support/live-server.js'

const harness = useHarness()
const YEAR = 365 * 86_400_000
const one = bundleOf({ hello: 'one' })
const two = bundleOf({ hello: 'two' })
const EXPIRED = { issued_at: '2020-01-01T00:00:00Z', expires_at: '2020-01-08T00:00:00Z' }

/** A clock that is off by some milliseconds of wall time. */
const clockOff = (ms: number) => ({ now: () => Date.now() + ms, monotonic: () => performance.now() })

/** How a client comes into each state. */
const STATES: Record<LiveState, () => Promise<NodeJS.ProcessEnv>> = {
  NOT_READY: async () => ({ ANVIL_READY_TIMEOUT_MS: '20' }),
  READY: async () => {
    harness.forge.publish([one], fresh(1))
    return {}
  },
  STALE: async () => {
    harness.forge.publish([one], { ...EXPIRED, sequence: 1 })
    const client = harness.client({}, { live: false, clock: clockOff(-20 * YEAR) })
    await client.start()
    await client.sync()
    await client.close()
    return {}
  },
  ERROR: async () => {
    harness.forge.publish([one], fresh(1))
    await harness.fill()
    harness.forge.script.answer = (_, response) => {
      refuse(response, 401, 'token.revoked')
      return true
    }
    return {}
  },
}

describe('close()', () => {
  const states: LiveState[] = ['NOT_READY', 'READY', 'STALE', 'ERROR']

  it.each(states.flatMap((state) => ['auto', 'pull'].map((transport) => [state, transport] as const)))(
    'in the state %s (%s) leaves the process free to exit',
    async (state, transport) => {
      const more = await STATES[state]()
      const env = { ...cliEnv(harness), ANVIL_TRANSPORT: transport, ANVIL_TEST_STATE: state, ...more }
      expect(await runToEnd('run-child.ts', ['close in a state'], env)).toEqual({ code: 0, said: state, erred: '' })
    },
  )

  it('of a frozen client leaves the process free to exit', async () => {
    harness.forge.publish([one], fresh(1))
    await harness.fill()
    const env = { ...cliEnv(harness), ANVIL_MODE: 'frozen', ANVIL_TEST_STATE: 'READY' }
    expect(await runToEnd('run-child.ts', ['close in a state'], env)).toMatchObject({ code: 0, said: 'READY' })
  })

  it('while a bundle comes in byte by byte leaves the process free to exit, and no half of it behind', async () => {
    harness.forge.publish([one], fresh(1))
    await harness.fill()
    harness.forge.publish([two], fresh(2))
    let asked = 0
    harness.forge.script.answer = (request, response) => {
      if (request.url?.includes('/bundles/') !== true) return false
      asked += 1
      response.writeHead(200, { 'content-encoding': 'gzip' }).write(Buffer.from('1f', 'hex'))
      return true
    }
    const child = startChild('run-child.ts', ['serve until told to stop'], cliEnv(harness))
    expect(await nextMessage(child)).toBe('one')
    await vi.waitFor(() => expect(asked).toBeGreaterThan(0), 10_000)
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.send('stop')
    expect(await gone).toBe(0)
    harness.forge.script.answer = () => false
    const client = harness.client({ forgeUrl: 'http://127.0.0.1:1', readyTimeoutMs: 20 })
    await client.start()
    expect(client.prompt('hello')).toBe('one')
  })

  it('called from within each event ends all the same', async () => {
    harness.forge.publish([one], fresh(1))
    for (const event of ['ready', 'changed'] as const) {
      const client = harness.client({ cacheDir: false })
      const closed = new Promise<void>((resolve) => {
        client.on(event, () => void client.close().then(resolve))
      })
      await Promise.all([client.start(), closed])
      expect(client.prompt('hello')).toBe('one')
    }
  })
})

describe('a first fetch that fails', () => {
  it.each([
    ['with a status', (response: ServerResponse) => void response.writeHead(503).end()],
    ['by a cut connection', (response: ServerResponse) => void response.destroy()],
    ['with nonsense', (response: ServerResponse) => void response.end('<html>')],
  ])('%s leaves NOT_READY, and a later one makes it READY without a restart', async (_, fail) => {
    harness.forge.publish([one], fresh(1))
    harness.forge.script.answer = (_request, response) => {
      fail(response)
      return true
    }
    const client = harness.client({ readyTimeoutMs: 100 })
    await client.start()
    expect(client.status()).toMatchObject({ state: 'NOT_READY', prompts: 0, last_error: { code: expect.any(String) } })
    expect(() => client.prompt('hello')).toThrow(/goes on trying; pass a fallback/)
    const ready = next(client, 'ready')
    harness.forge.script.answer = () => false
    await ready
    expect(client.prompt('hello')).toBe('one')
  })
})

describe('a clock that is a year off', () => {
  it.each([
    ['ahead', YEAR, 'STALE'],
    ['behind', -YEAR, 'READY'],
  ])('%s serves what is kept and takes what comes; the state is told and the clock named', async (_, off, state) => {
    harness.forge.publish([one], fresh(1))
    await harness.fill()
    const client = harness.client({}, { clock: clockOff(off) })
    const changed = next(client, 'changed')
    await client.start()
    expect(client.prompt('hello')).toBe('one')
    harness.forge.publish([two], fresh(2))
    await changed
    expect([client.prompt('hello'), client.status().state]).toEqual(['two', state])
    const skew = client.status().connection.clock_skew_ms ?? 0
    expect(Math.abs(skew - off)).toBeLessThan(60_000)
    expect(harness.lines.filter((line) => line.includes('clock')).length).toBe(1)
  })

  it('ahead, with nothing recorded, takes no manifest that looks expired, and names the clock', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client({ readyTimeoutMs: 50 }, { clock: clockOff(YEAR) })
    const rejected = next(client, 'rejected')
    await client.start()
    expect((await rejected).error).toMatchObject({
      code: 'manifest.expired',
      message: expect.stringMatching(/this machine's clock/),
    })
  })

  it('behind still refuses what is older than what was recorded', async () => {
    harness.forge.publish([two], fresh(2))
    await harness.fill()
    harness.forge.serve(harness.forge.forge.publish([one], fresh(1)).envelope)
    const client = harness.client({}, { clock: clockOff(-YEAR) })
    const rejected = next(client, 'rejected')
    await client.start()
    expect((await rejected).error.code).toBe('manifest.rollback')
    expect(client.prompt('hello')).toBe('two')
  })
})

/** A wire to FORGE that can go dead: it stays open, and nothing comes through any more. */
class Wire {
  readonly #server: Server
  readonly #ends = new Set<Socket>()
  #dead = false
  accepted = 0

  constructor(to: number) {
    this.#server = createServer((near) => {
      this.accepted += 1
      const far = connect(to, '127.0.0.1')
      for (const [from, into] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#ends.add(from)
        from.on('data', (chunk) => (this.#dead ? undefined : into.write(chunk)))
        from.on('error', () => into.destroy())
        from.on('close', () => into.destroy())
      }
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  /** Kills what is open; what is opened later gets through. */
  die(): void {
    this.#dead = true
  }

  heal(): void {
    this.#dead = false
  }

  async close(): Promise<void> {
    for (const end of this.#ends) end.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

describe('a half-open connection', () => {
  let wire: Wire

  afterEach(() => wire.close())

  it('is given up after three pings that did not come, and dialled anew; what was missed is applied', async () => {
    const live = serveSockets(harness.forge)
    live.greeting = { ...live.greeting, pace: { ...live.greeting.pace, ping_ms: 100 } }
    wire = new Wire(Number(new URL(harness.forge.url).port))
    harness.forge.publish([one], fresh(1))
    const client = harness.client({
      forgeUrl: await wire.listen(),
      transport: 'auto',
      syncIntervalMs: 3_600_000,
    })
    const connected = live.nextHeartbeat()
    await client.start()
    await connected
    wire.die()
    const lost = next(client, 'error')
    const envelope = harness.forge.publish([two], fresh(2))
    live.push(envelope)
    expect((await lost).message).toMatch(/nothing was heard.*dialled again/)
    expect(client.prompt('hello')).toBe('one')
    live.greeting = { ...live.greeting, pace: { ...live.greeting.pace, ping_ms: 20_000 } }
    const again = live.nextHandshake()
    const applied = next(client, 'changed')
    wire.heal()
    expect((await again).have).toEqual({ epoch: 1, sequence: 1 })
    live.push(envelope)
    await applied
    expect(client.prompt('hello')).toBe('two')
  })
})

describe('a process that is stopped by a signal', () => {
  it('leaves the folder to the next one at once', async () => {
    harness.forge.publish([one], fresh(1))
    await harness.fill()
    const child = startChild('run-child.ts', ['serve until told to stop'], cliEnv(harness))
    await nextMessage(child)
    const gone = new Promise((resolve) => child.once('exit', resolve))
    await new Promise((resolve) => execFile('kill', ['-TERM', String(child.pid)], resolve))
    await gone
    const client = harness.client({ forgeUrl: 'http://127.0.0.1:1', readyTimeoutMs: 20 })
    await client.start()
    expect(client.prompt('hello')).toBe('one')
    await client.setMode('frozen')
    expect(client.status().cache.problem).toBeNull()
  })
})
