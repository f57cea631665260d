import { execFile } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import type { Anvil } from '../src/anvil.js'
import { runToEnd } from './support/child.js'
import { cliEnv } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { useHarness } from './support/harness.js'

const harness = useHarness()
const LOADED = fileURLToPath(new URL('support/loaded-modules.mjs', import.meta.url))
const CHILD = fileURLToPath(new URL('support/cold-child.ts', import.meta.url))

interface Loaded {
  text: string
  atFirstPrompt: string[]
  later: string[]
}

async function filled(): Promise<void> {
  harness.forge.publish([bundleOf({ hello: 'from disk' })], fresh(1))
  await harness.fill()
}

/** What a host loads until its first prompt, and until modules with all these names are there. */
async function loadedModules(names: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Loaded> {
  const node = ['--conditions=anvil-source', '--import', 'tsx', '--import', LOADED]
  const { stdout } = await promisify(execFile)(process.execPath, [...node, CHILD, ...names], {
    timeout: 60_000,
    env: { PATH: process.env['PATH'], ...cliEnv(harness), ANVIL_TEST_LOADED: join(harness.dir, 'loaded'), ...env },
  })
  return JSON.parse(stdout)
}

/** Waits until a frozen client has seen and refused something newer. */
async function wanted(client: Anvil): Promise<void> {
  await vi.waitFor(() => expect(client.status().wanted).not.toBeNull(), 10_000)
}

describe('a start from the disk', () => {
  it('serves its first prompt before anything is loaded that this does not take', async () => {
    const unneeded = {
      'the schema library': /\/zod\//,
      'the socket library': /\/socket\.io|\/engine\.io/,
      'the database': /\/(level|classic-level|abstract-level)\//,
      'what reaches FORGE': /live-client\/src\/transport\/(?!lazy-transport|network-error)/,
      'what writes the folder': /cache\/(folder-writer|save-state|exclusive-lock|generations|write-durably)/,
      'the command line': /\/(commander|picocolors)\/|src\/cli\//,
      'sync, mode switching, configuration files': /src\/(sync-client|set-mode|options\/read-config-file)/,
      'what only FORGE or an editor needs of the engine': /lint-template|mustache-difference|-seal|gunzip/,
    }
    await filled()
    const { text, atFirstPrompt } = await loadedModules([])
    expect(text).toBe('from disk')
    expect(atFirstPrompt.some((url) => url.includes('src/restore-state'))).toBe(true)
    for (const [what, pattern] of Object.entries(unneeded))
      expect({ what, loaded: atFirstPrompt.filter((url) => pattern.test(url)) }).toEqual({ what, loaded: [] })
  })

  it('loads what a later call may need by itself, soon after', async () => {
    await filled()
    const rest = ['socket.io-client', '/level/', 'src/sync-client', 'src/set-mode', 'src/cache/folder-writer']
    const { later } = await loadedModules([...rest, 'src/receiver/complete-bundles', 'src/prompts/table-changes'])
    for (const name of rest) expect(later.some((url) => url.includes(name))).toBe(true)
  })

  it('loads no socket library where it only pulls, and no database where it keeps nothing on the disk', async () => {
    await filled()
    const pulling = await loadedModules(['src/transport/pull-transport'], { ANVIL_TRANSPORT: 'pull' })
    expect(pulling.later.filter((url) => url.includes('socket.io-client'))).toEqual([])
    const out = join(harness.dir, 'state.anvil')
    const client = harness.client({}, { live: false })
    await client.start()
    await client.sync({ out })
    const memory = { ANVIL_CACHE_DIR: 'false', ANVIL_BOOTSTRAP: out, ANVIL_TRANSPORT: 'pull' }
    await rm(join(harness.dir, 'loaded'))
    const { text, later } = await loadedModules(['src/set-mode', 'src/transport/pull-transport'], memory)
    expect(text).toBe('from disk')
    expect(later.filter((url) => url.includes('/level/'))).toEqual([])
  })
})

describe('a call right after a start, before the rest is loaded', () => {
  it('to sync takes what FORGE has', async () => {
    await filled()
    harness.forge.publish([bundleOf({ hello: 'newer' })], fresh(2))
    const client = harness.client()
    await client.start()
    await expect(client.sync()).resolves.toMatchObject({ result: 'applied', changed: ['hello'] })
    expect(client.prompt('hello')).toBe('newer')
  })

  it('to setMode keeps out what arrives from then on', async () => {
    await filled()
    const client = harness.client()
    await client.start()
    await client.setMode('frozen', { reason: 'launch' })
    harness.forge.publish([bundleOf({ hello: 'newer' })], fresh(2))
    await wanted(client)
    expect([client.prompt('hello'), client.status().mode]).toEqual(['from disk', 'frozen'])
  })

  it('to status tells everything but a connection', async () => {
    await filled()
    const client = harness.client()
    await client.start()
    expect(client.status()).toMatchObject({ state: 'READY', sequence: 1, source: 'cache', connection: { via: 'none' } })
  })

  it('to close asks FORGE nothing any more, and mends the folder first', async () => {
    await filled()
    const [scope = ''] = (await readdir(harness.dir)).filter((name) => name.endsWith('-production'))
    await rm(join(harness.dir, scope, 'last-good.anvil'))
    const before = harness.forge.requests.length
    const client = harness.client()
    await client.start()
    await client.close()
    expect(harness.forge.requests.length).toBe(before)
    const mended = await readFile(join(harness.dir, scope, 'last-good.anvil'), 'utf8')
    expect(mended).toContain('from disk')
  })

  it.each(['close while starting', 'close when ready', 'close and sync at once', 'close and set the mode at once'])(
    'leaves the process free to exit: %s',
    async (act) => {
      await filled()
      expect(await runToEnd('run-child.ts', [act], cliEnv(harness))).toMatchObject({ code: 0, erred: '' })
    },
  )
})
