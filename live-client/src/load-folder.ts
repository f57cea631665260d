import type { ClientCore } from './client-core.js'
import { reloadMode } from './reload-mode.js'
import { positionOf, showPosition } from './receiver/running.js'
import { type Restored, restoreState } from './restore-state.js'
import { unexpectedError } from './unexpected-error.js'

/** Takes over what the folder knows: pin, mode, last contact, and the newest state, verified again. */
export async function loadFolder(core: ClientCore): Promise<{ damaged: boolean }> {
  const { keeper, trust, receiver, freshness, log } = core
  const pin = await keeper.attempt('read', (cache) => cache.readPin())
  if (pin !== undefined) trust.usePin(pin)
  await reloadMode(core)
  const contact = await keeper.attempt('read', (cache) => cache.readContact())
  core.wantedBefore = contact?.wanted ?? null
  if (contact?.last_sync != null) freshness.restoreContact(contact.last_sync)
  const restored = await keeper.attempt('read', (cache) => restoreState(cache, trust))
  if (!restored) return { damaged: false }
  if (restored.otherForge) {
    log.warn('the cache folder is of another FORGE than the configured root key: what it holds is put aside')
    await keeper.attempt('record', (cache) => cache.discard())
    return { damaged: false }
  }
  if (restored.highest) receiver.raiseFloor(restored.highest)
  if (restored.damaged) log.warn(damageNote(keeper.cache.folder, restored))
  if (restored.running) core.restore(restored.running)
  await restoreRollback(core)
  return { damaged: restored.damaged }
}

async function restoreRollback(core: ClientCore): Promise<void> {
  const target = core.modes.rolledBackTo
  if (!target) return
  const { findRollback } = await import('./roll-back.js')
  const older = await findRollback(core, target)
  if (older) core.restore(older)
}

function damageNote(folder: string | null, restored: Restored): string {
  return `the cache folder ${folder ?? ''} is damaged or was left in the middle of a save: ${outcomeOf(restored)}`
}

function outcomeOf({ running, highest, recordLost }: Restored): string {
  if (running && recordLost)
    return 'its newest whole state was verified and serves, but the record of the highest is lost, so a newer one may have run here. anvil sync takes the newest'
  if (running) return 'its newest whole state was verified and serves'
  if (highest)
    return `nothing whole is left of ${showPosition(positionOf(highest))}, the highest that it has recorded, and nothing older is served. anvil sync takes the newest`
  return 'nothing whole and verified is left in it'
}

/** Takes the bootstrap file: where nothing serves yet, and at an accepting client also where it is newer. */
export async function takeBootstrap(core: ClientCore): Promise<void> {
  const { bootstrap } = core.settings
  if (bootstrap === undefined) return
  if (core.receiver.running && core.modes.effective.mode === 'frozen') return
  try {
    const { takeFile } = await import('./sync-client.js')
    await takeFile(core, bootstrap, { source: 'bootstrap', preview: false })
  } catch (error) {
    core.noteError(unexpectedError('The bootstrap file could not be taken', error))
  }
}
