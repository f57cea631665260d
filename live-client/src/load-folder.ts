import { AnvilError } from '@anvil/shared/errors'
import type { ClientCore } from './client-core.js'
import { reloadMode } from './folder-follower.js'
import { restoreState } from './restore-state.js'
import { takeFile } from './sync-client.js'

/** Takes over what the folder knows: pin, mode, last contact, and the newest state, verified again. */
export async function loadFolder(core: ClientCore): Promise<{ damaged: boolean }> {
  const { keeper, trust, receiver, freshness, log } = core
  const pin = await keeper.attempt((cache) => cache.readPin())
  if (pin !== undefined) trust.usePin(pin)
  await reloadMode(core)
  const contact = await keeper.attempt((cache) => cache.readContact())
  core.wantedBefore = contact?.wanted ?? null
  if (contact?.last_sync != null) freshness.restoreContact(contact.last_sync)
  const restored = await keeper.attempt((cache) => restoreState(cache, trust))
  if (!restored) return { damaged: false }
  if (restored.otherForge) {
    log.warn('the cache folder is of another FORGE than the configured root key: what it holds is put aside')
    await keeper.attempt((cache) => cache.discard())
    return { damaged: false }
  }
  if (restored.floor) receiver.raiseFloor(restored.floor)
  if (restored.damaged) log.warn(damageNote(keeper.cache.folder, restored.running !== undefined))
  if (restored.running) core.restore(restored.running)
  return { damaged: restored.damaged }
}

function damageNote(folder: string | null, serves: boolean): string {
  const outcome = serves ? 'its newest whole state was verified and serves' : 'nothing whole and verified is left in it'
  return `the cache folder ${folder ?? ''} is damaged or was left in the middle of a save: ${outcome}`
}

/** Takes the bootstrap file: where nothing serves yet, and at an accepting client also where it is newer. */
export async function takeBootstrap(core: ClientCore): Promise<void> {
  const { bootstrap } = core.settings
  if (bootstrap === undefined) return
  if (core.receiver.running && core.modes.effective.mode === 'frozen') return
  try {
    await takeFile(core, bootstrap, { source: 'bootstrap', preview: false })
  } catch (error) {
    core.noteError(error instanceof AnvilError ? error : new AnvilError('internal', String(error), { cause: error }))
  }
}
