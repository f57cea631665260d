import type { ClientCore } from './client-core.js'
import type { FoundState } from './go-live.js'
import { notLoaded } from './not-loaded.js'

/**
 * Goes live without keeping anybody waiting: where prompts can be served already, their first renders come before the
 * network, the database and the code for both. The returned function ends it; the folder is mended all the same where
 * a client ends at once.
 */
export function goLiveSoon(core: ClientCore, damaged: boolean): () => Promise<void> {
  const found: FoundState = { running: core.receiver.running, damaged }
  let ended = false
  let live: Promise<(() => Promise<void>) | undefined> | undefined
  const load = async () => {
    const { goLive, mendFolder } = await import('./go-live.js')
    if (!ended) return goLive(core, found)
    await mendFolder(core, found)
    return undefined
  }
  const loadOrTell = () =>
    load().catch((cause: unknown) => {
      core.noteError(notLoaded(cause))
      return undefined
    })
  const begin = (): void => {
    core.transport?.start()
    live = loadOrTell()
  }
  const soon = found.running && setImmediate(begin)
  if (!soon) begin()
  return async () => {
    ended = true
    clearImmediate(soon)
    const end = await (live ??= loadOrTell())
    await end?.()
  }
}
