import type { Position } from '@anvil/shared'
import { comparePositions } from '@anvil/shared/open'
import { AnvilError } from '@anvil/shared/errors'
import type { StoredState } from './cache/state-cache.js'
import type { ClientCore } from './client-core.js'
import { tableChanges, type TableChanges } from './prompts/table-changes.js'
import { positionOf, type Running, showPosition } from './receiver/running.js'
import { openBest } from './restore-state.js'

export interface RollbackOptions {
  /** The sequence to go back to; without it the newest one that is older than what runs. */
  to?: number
}

/** What a rollback did: from where to where, and which prompts differ now. */
export interface RollbackReport extends TableChanges {
  from: Position
  position: Position
}

/**
 * Makes an older generation of this folder run, for all its processes, and freezes them at it. The floor stays where it
 * was; leaving FROZEN, or a sync, goes back to the newest. Throws `history.not_found` where nothing older is kept.
 */
export async function rollBack(core: ClientCore, { to }: RollbackOptions): Promise<RollbackReport> {
  const { keeper, receiver, prompts, modes } = core
  const before = receiver.running
  if (!before) throw new AnvilError('client.not_ready', 'Nothing runs here yet, so there is nothing to go back from.')
  const from = positionOf(before.verified)
  const history = (await keeper.attempt('read', (cache) => cache.readHistory())) ?? []
  const older = generationsOf(core, history).filter(({ verified }) => comparePositions(positionOf(verified), from) < 0)
  const chosen = to === undefined ? older[0] : older.find(({ verified }) => verified.manifest.sequence === to)
  if (!chosen) throw notKept(to, older)
  const position = positionOf(chosen.verified)
  const reason = `rolled back from ${showPosition(from)}`
  const mode = { mode: 'frozen', reason, until: null, rolled_back_to: position } as const
  await keeper.attempt('record', (cache) => cache.writeMode(mode))
  modes.store(mode)
  const changes = tableChanges(prompts.table, chosen.table)
  receiver.goBack(chosen, changes)
  core.checkMode()
  return { from, position, ...changes }
}

/** Makes the generation run that a person of this folder went back to; where it is kept no more all stays as it is. */
export async function followRollback(core: ClientCore, target: Position): Promise<void> {
  const found = await findRollback(core, target)
  if (found) core.receiver.goBack(found, tableChanges(core.prompts.table, found.table))
}

/** The generation that a person of this folder went back to, unless it runs. */
export async function findRollback(core: ClientCore, target: Position): Promise<Running | undefined> {
  const { keeper, receiver, log } = core
  const running = receiver.running && positionOf(receiver.running.verified)
  if (running && comparePositions(running, target) === 0) return undefined
  const history = (await keeper.attempt('read', (cache) => cache.readHistory())) ?? []
  const found = generationsOf(core, history).find(
    ({ verified }) => comparePositions(positionOf(verified), target) === 0,
  )
  if (!found) log.warn(`${showPosition(target)}, to which this folder was rolled back, is not kept any more`)
  return found
}

/** The generations of a folder that verify, newest first, ready to run. */
function generationsOf(core: ClientCore, history: readonly StoredState[]): Running[] {
  return history.flatMap((state): Running[] => {
    const { running } = openBest([state], core.trust)
    return running ? [{ ...running, source: 'rollback' }] : []
  })
}

function notKept(to: number | undefined, older: readonly Running[]): AnvilError {
  const kept = older.map(({ verified }) => showPosition(positionOf(verified))).join(', ')
  const advice = kept === '' ? 'The option history says how many generations are kept.' : `Kept are ${kept}.`
  const what = to === undefined ? 'Nothing older than what runs is kept here.' : `#${to} is not kept here.`
  return new AnvilError('history.not_found', `${what} ${advice}`)
}
