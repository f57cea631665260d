import type { Mode } from '@anvil/shared'
import { ClientCore, type Emit } from './client-core.js'
import type { AnvilOptions } from './client-options.js'
import { goLiveSoon } from './go-live-soon.js'
import { loadFolder, takeBootstrap } from './load-folder.js'
import { resolveOptions } from './options.js'
import type { Overrides } from './overrides.js'
import type { RollbackOptions, RollbackReport } from './roll-back.js'
import type { SetModeOptions } from './set-mode.js'
import type { SyncOptions, SyncReport } from './sync-client.js'

/** A client whose disk was read; `ready` resolves with the first verified state or at the deadline. */
export interface StartedClient {
  core: ClientCore
  ready: Promise<void>
  sync(options: SyncOptions): Promise<SyncReport>
  setMode(mode: Mode, options: SetModeOptions): Promise<void>
  rollBack(options: RollbackOptions): Promise<RollbackReport>
  close(): Promise<void>
}

/** Starts a client: disk first, then the bootstrap file, then FORGE. */
export async function startClient(given: AnvilOptions, emit: Emit, overrides: Overrides): Promise<StartedClient> {
  const live = overrides.live ?? true
  const core = new ClientCore(await resolveOptions(given, live ? 'connection' : 'folder'), emit, overrides)
  const { damaged } = await loadFolder(core)
  await takeBootstrap(core)
  const closing = new AbortController()
  const stopLive = live ? goLiveSoon(core, damaged) : async () => undefined
  let closed: Promise<void> | undefined
  return {
    core,
    ready: live ? whenReady(core, closing.signal) : Promise.resolve(),
    sync: async (options) => (await import('./sync-client.js')).syncClient(core, options),
    setMode: async (mode, options) => (await import('./set-mode.js')).setMode(core, mode, options),
    rollBack: async (options) => (await import('./roll-back.js')).rollBack(core, options),
    close: () => {
      closing.abort()
      return (closed ??= closeClient(core, stopLive))
    },
  }
}

async function whenReady(core: ClientCore, closing: AbortSignal): Promise<void> {
  if (core.lifecycle.state !== 'NOT_READY') return
  const { waitReady } = await import('./wait-ready.js')
  await waitReady(core, closing)
}

async function closeClient(core: ClientCore, stopLive: () => Promise<void>): Promise<void> {
  const stopped = stopLive()
  await core.transport?.close()
  await core.receiver.close()
  await core.prover.close()
  await stopped
  await core.settled()
  await core.keeper.cache.close()
}
