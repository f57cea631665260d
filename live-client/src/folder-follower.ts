import { comparePositions } from '@anvil/shared/open'
import type { ClientCore } from './client-core.js'
import { comparePlaces, type StoredState } from './cache/state-cache.js'
import { followRollback } from './roll-back.js'
import { reloadMode } from './reload-mode.js'
import { openBest } from './restore-state.js'

/** Takes over what another process of the folder learnt: a mode, a state, what a person took by `anvil sync`. */
export async function followFolder(core: ClientCore): Promise<void> {
  await reloadMode(core)
  const target = core.modes.rolledBackTo
  await (target ? followRollback(core, target) : followNewest(core))
}

async function followNewest(core: ClientCore): Promise<void> {
  const { keeper, receiver, modes } = core
  const lastGood = await keeper.attempt('read', (cache) => cache.readLastGood())
  if (!lastGood) return
  const kept = core.verifyKept(lastGood.state.manifest)
  if (kept) receiver.raiseFloor(kept)
  const place = kept?.manifest
  const running = receiver.running?.verified.manifest
  if (place && running && comparePlaces(place, running) <= 0) return
  const synced = await keeper.attempt('read', (cache) => cache.readSynced())
  const byPerson = place !== undefined && synced != null && comparePositions(place, synced) === 0
  if (modes.effective.mode === 'frozen' && !byPerson) return
  await offerStored(core, lastGood.state, byPerson)
}

/** After a quick start: looks whether the database holds something newer, and mends it where it is damaged or behind. */
export async function auditHistory(core: ClientCore): Promise<void> {
  const { keeper, receiver, trust } = core
  const running = receiver.running
  const history = await keeper.attempt('read', (cache) => cache.readHistory())
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
