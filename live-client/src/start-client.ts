import type { Mode } from '@anvil/shared'
import { ClientCore, type Emit } from './client-core.js'
import type { AnvilOptions } from './client-options.js'
import { auditHistory, followFolder } from './folder-follower.js'
import { loadFolder, takeBootstrap } from './load-folder.js'
import { resolveOptions } from './options.js'
import type { Overrides } from './overrides.js'
import { setMode, type SetModeOptions } from './set-mode.js'
import { syncClient, type SyncOptions, type SyncReport } from './sync-client.js'
import { Upkeep } from './upkeep.js'
import { waitReady } from './wait-ready.js'

/** A client whose disk was read; `ready` resolves with the first verified state or at the deadline. */
export interface StartedClient {
  core: ClientCore
  ready: Promise<void>
  sync(options: SyncOptions): Promise<SyncReport>
  setMode(mode: Mode, options: SetModeOptions): Promise<void>
  close(): Promise<void>
}

/** Starts a client: disk first, then the bootstrap file, then FORGE. */
export async function startClient(given: AnvilOptions, emit: Emit, overrides: Overrides): Promise<StartedClient> {
  const live = overrides.live ?? true
  const core = new ClientCore(await resolveOptions(given, live ? 'connection' : 'folder'), emit, overrides)
  const { damaged } = await loadFolder(core)
  await takeBootstrap(core)
  const closing = new AbortController()
  const stopLive = live ? goLive(core, damaged) : async () => undefined
  let closed: Promise<void> | undefined
  return {
    core,
    ready: live ? waitReady(core, closing.signal) : Promise.resolve(),
    sync: (options) => syncClient(core, options),
    setMode: (mode, options) => setMode(core, mode, options),
    close: () => {
      closing.abort()
      return (closed ??= closeClient(core, stopLive))
    },
  }
}

/** Starts what goes on in the background; the returned function ends it. */
function goLive(core: ClientCore, damaged: boolean): () => Promise<void> {
  const upkeep = new Upkeep(core)
  let line: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): void => {
    line = line.then(work).catch((error: unknown) => core.log.warn(`background work failed: ${String(error)}`))
  }
  core.transport?.start()
  core.keeper.cache.watch(() => inTurn(() => followFolder(core)))
  const running = core.receiver.running
  if (running) inTurn(() => (damaged ? core.repair(running) : auditHistory(core)))
  return async () => {
    upkeep.close()
    await line
  }
}

async function closeClient(core: ClientCore, stopLive: () => Promise<void>): Promise<void> {
  await core.transport?.close()
  await core.receiver.close()
  await stopLive()
  await core.settled()
  await core.keeper.cache.close()
}
