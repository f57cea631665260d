import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_ID } from '@anvil/shared/testing'
import { afterEach, beforeEach } from 'vitest'
import { type Anvil, createAnvil } from '../../src/anvil.js'
import type { AnvilOptions } from '../../src/client-options.js'
import type { AnvilEvents, EventName } from '../../src/events.js'
import type { Overrides } from '../../src/overrides.js'
import { ACCESS_TOKEN, type ForgeServer, startForgeServer } from './forge-server.js'

export interface Harness {
  forge: ForgeServer
  dir: string
  /** The log lines of all clients. */
  lines: string[]
  client(options?: AnvilOptions, overrides?: Overrides): Anvil
  /** Has a client take FORGE's head into the folder and ends it, so that the head is on the disk. */
  fill(): Promise<void>
}

/** A FORGE and a cache folder for each test, and clients that are closed after it. */
export function useHarness(): Harness {
  const harness: Harness = {
    get forge(): ForgeServer {
      throw new Error('Only inside a test')
    },
    dir: '',
    lines: [],
    client: (options = {}, overrides = {}) => {
      const note = (line: string): void => void harness.lines.push(line)
      const made = createAnvil({ ...optionsFor(harness), logger: { info: note, warn: note }, ...options }, overrides)
      made.on('error', () => undefined)
      clients.push(made)
      return made
    },
    fill: async () => {
      const first = harness.client({}, { live: false })
      await first.start()
      await first.sync()
      await first.close()
    },
  }
  const clients: Anvil[] = []
  beforeEach(async () => {
    Object.defineProperty(harness, 'forge', { value: await startForgeServer(), configurable: true })
    harness.dir = await mkdtemp(join(tmpdir(), 'anvil-client-'))
    harness.lines = []
  })
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()))
    await harness.forge.close()
    await rm(harness.dir, { recursive: true, force: true })
  })
  return harness
}

export function optionsFor({ forge, dir }: Pick<Harness, 'forge' | 'dir'>): AnvilOptions {
  return {
    forgeUrl: forge.url,
    projectId: PROJECT_ID,
    accessToken: ACCESS_TOKEN,
    rootKey: forge.forge.rootKey,
    cacheDir: dir,
    transport: 'pull',
    syncIntervalMs: 100,
    instance: { app: 'test' },
  }
}

/** Waits for an event of a client. */
export function next<K extends EventName>(client: Anvil, name: K): Promise<AnvilEvents[K]> {
  return new Promise((resolve) => {
    const stop = client.on(name, (event) => {
      stop()
      resolve(event)
    })
  })
}
