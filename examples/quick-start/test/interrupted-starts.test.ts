import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { parseConfig, startForge } from '@anvil/forge'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isComplete, readDemoEnv } from '../src/demo-env.js'
import { seedDemo } from '../src/seed/seed-demo.js'
import { addressIn, startQuickStart, temporaryFolder } from './support/quick-start.js'

const READY = 'Ctrl-C stops everything'
const ANSWERED = 'http.server.response.finish'
const LIMIT_MS = 180_000
const AGAIN_MS = 100

let folder: string
let remove: () => Promise<void>
beforeEach(async () => {
  ;({ folder, remove } = await temporaryFolder())
})
afterEach(() => remove())

it(
  'stops on Ctrl-C at the step that the first start is at, and goes on there the next time',
  async () => {
    const first = startQuickStart({ ANVIL_DATA_DIR: folder })
    await first.printed('First start')
    first.child.kill('SIGINT')
    expect(await first.ended).toBe(130)
    expect(first.output()).toMatch(/\nStopping …\n(.*\n)?Stopped while it was starting\. The next npm start goes on/)
    expect(first.output()).not.toContain('Both prompt sets are locked')
    expect(isComplete(await readDemoEnv(folder))).toBe(false)
    const second = startQuickStart({ ANVIL_DATA_DIR: folder })
    await second.printed(READY)
    expect(second.output()).toContain('Both prompt sets are locked')
    expect(second.output()).toContain('welcome.en (version 1.0.0')
    second.child.kill('SIGINT')
    expect(await second.ended).toBe(0)
  },
  LIMIT_MS,
)

it(
  'prints no way to go on where Ctrl-C comes when all but the demo application is there',
  async () => {
    const first = startQuickStart({ ANVIL_DATA_DIR: folder })
    await first.printed('Both prompt sets are locked')
    first.child.kill('SIGINT')
    expect(await first.ended).toBe(130)
    expect(first.output()).not.toContain(READY)
  },
  LIMIT_MS,
)

it(
  'ends at once on a second Ctrl-C, though FORGE would still wait for a request',
  async () => {
    const running = startQuickStart({ ANVIL_DATA_DIR: folder, ANVIL_STOP_GRACE_MS: String(LIMIT_MS) })
    await running.printed(READY)
    const { hostname, port } = new URL(addressIn(running.output(), 'FORGE'))
    const unfinished = connect(Number(port), hostname).on('error', () => undefined)
    unfinished.write(
      'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n',
    )
    running.child.kill('SIGINT')
    await running.printed('Stopping …')
    const pressing = setInterval(() => running.child.kill('SIGINT'), AGAIN_MS)
    expect(await running.ended).toBe(130)
    clearInterval(pressing)
  },
  LIMIT_MS,
)

it(
  'goes on with the making after an interruption at each of its changes',
  async () => {
    const forge = await startForge(parseConfig({ ANVIL_DATA_DIR: folder, PORT: '0', ANVIL_LOG_LEVEL: 'warn' }))
    const said: string[] = []
    const interruptedAt: string[] = []
    const start = async () => {
      const interruption = new AbortController()
      const onAnswer = (message: unknown): void => {
        const change = changeOf(message)
        if (change === undefined || change === interruptedAt.at(-1)) return
        interruptedAt.push(change)
        interruption.abort('interrupted')
      }
      subscribe(ANSWERED, onAnswer)
      const input = { url: forge.url, dataDir: folder, say: (line: string) => void said.push(line) }
      const setupCode = interruptedAt.length === 0 ? forge.setupCode : undefined
      try {
        return await seedDemo({ ...input, setupCode, interrupted: interruption.signal })
      } catch (error) {
        expect(error).toBe('interrupted')
        return undefined
      } finally {
        unsubscribe(ANSWERED, onAnswer)
      }
    }
    let made = await start()
    while (made === undefined) made = await start()
    await forge.close()
    expect(interruptedAt).toHaveLength(14)
    expect(made).toEqual(await readDemoEnv(folder))
    expect(said.at(-1)).toBe('Both prompt sets are locked, and published to production.')
  },
  LIMIT_MS,
)

/** The request that FORGE has just answered, where it changed something; signing in again does not. */
function changeOf(message: unknown): string | undefined {
  if (!(message instanceof Object && 'request' in message && message.request instanceof IncomingMessage))
    return undefined
  const { method, url } = message.request
  return method === 'GET' || url?.endsWith('/sessions') ? undefined : `${method} ${url}`
}
