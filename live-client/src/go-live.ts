import type { ClientCore } from './client-core.js'
import { answerPush } from './push/answer-push.js'
import { auditHistory, followFolder } from './folder-follower.js'
import type { Running } from './receiver/running.js'
import { Upkeep } from './upkeep.js'

/** What a start found at the folder. */
export interface FoundState {
  running: Running | undefined
  damaged: boolean
}

/** Starts what goes on in the background; the returned function ends it. */
export function goLive(core: ClientCore, found: FoundState): () => Promise<void> {
  const upkeep = new Upkeep(core)
  let line: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<unknown>): void => {
    line = line.then(work).catch((error: unknown) => core.log.warn(`background work failed: ${String(error)}`))
  }
  const stopTaking = takePushes(core)
  core.keeper.cache.watch(() => inTurn(() => followFolder(core)))
  inTurn(() => mendFolder(core, found))
  inTurn(() => loadRest(core))
  return async () => {
    upkeep.close()
    await stopTaking()
    await line
  }
}

/** Opens the port for pushes, where there is one; the returned function closes it. */
function takePushes(core: ClientCore): () => Promise<void> {
  const { port } = core.settings
  if (port === undefined) return async () => undefined
  const opened = import('./push/push-server.js').then(({ PushServer }) => {
    const server = new PushServer((req, res) => void answerPush(core, req, res))
    server.start(port, (error) => core.noteError(error))
    return server
  })
  return async () => (await opened).close()
}

/** Writes again what was found damaged or behind at the start, and takes over what the database has beyond it. */
export async function mendFolder(core: ClientCore, { running, damaged }: FoundState): Promise<void> {
  if (running) await (damaged ? core.repair(running) : auditHistory(core))
}

/** Loads what a start left out and a later call may need: nothing then depends on the package's files any more. */
async function loadRest({ keeper }: ClientCore): Promise<void> {
  await Promise.all([
    import('./receiver/complete-bundles.js'),
    import('./prompts/table-changes.js'),
    import('./set-mode.js'),
    import('./sync-client.js'),
    ...(keeper.cache.folder === null ? [] : [import('./cache/folder-writer.js'), import('level')]),
  ])
}
