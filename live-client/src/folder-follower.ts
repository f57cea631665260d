import type { ClientCore } from './client-core.js'
import { comparePlaces, type StoredState } from './cache/state-cache.js'
import { openBest } from './restore-state.js'

/** Takes over what another process of the folder learnt: a mode, a state, what a person took by `anvil sync`. */
export async function followFolder(core: ClientCore): Promise<void> {
  const { keeper, receiver, modes } = core
  await reloadMode(core)
  const lastGood = await keeper.attempt((cache) => cache.readLastGood())
  if (!lastGood) return
  const place = core.judge(lastGood.state.manifest)
  const running = receiver.running?.verified.manifest
  if (place && running && comparePlaces(place, running) <= 0) return
  const synced = await keeper.attempt((cache) => cache.readSynced())
  const byPerson =
    synced !== undefined && synced !== null && place?.epoch === synced.epoch && place.sequence === synced.sequence
  if (modes.effective.mode === 'frozen' && !byPerson) return
  await offerStored(core, lastGood.state, byPerson)
}

export async function reloadMode(core: ClientCore): Promise<void> {
  core.modes.store(await core.keeper.attempt((cache) => cache.readMode()))
  core.checkMode()
}

/** After a quick start: looks whether the database holds something newer, and mends it where it is damaged or behind. */
export async function auditHistory(core: ClientCore): Promise<void> {
  const { keeper, receiver, trust } = core
  const running = receiver.running
  const history = await keeper.attempt((cache) => cache.readHistory())
  if (!history || !running) return
  const [newest] = history
  const found = newest ? openBest([newest], trust) : undefined
  const order = found?.running ? comparePlaces(found.running.verified.manifest, running.verified.manifest) : -1
  if (order > 0 && newest) await offerStored(core, newest, false)
  else if (order < 0 && receiver.running === running) await core.repair(running)
}

async function offerStored(core: ClientCore, state: StoredState, byPerson: boolean): Promise<void> {
  try {
    core.adoptKeysets(state.keysets)
  } catch {
    return
  }
  const beside = new Map([...state.bundles].map(([digest, bytes]) => [digest, async () => bytes]))
  await core.receiver.offer({ envelope: state.manifest, source: 'folder', byPerson, beside, spreadMs: 0 })
}
