import { AnvilError } from '@anvil/shared/errors'
import type { ClientCore } from './client-core.js'

/** Takes over the mode that is stored at the folder. */
export async function reloadMode(core: ClientCore): Promise<void> {
  const stored = await core.keeper.attempt('read', (cache) => cache.readMode())
  if (stored?.unreadable) core.noteError(unreadable(core.keeper.cache.folder))
  core.modes.store(stored)
  core.checkMode()
}

function unreadable(folder: string | null): AnvilError {
  return new AnvilError(
    'cache.unavailable',
    `The mode record mode.json of the cache folder ${folder ?? ''} can't be read, so this client counts as frozen. Set the mode anew by anvil mode accepting or anvil mode frozen.`,
  )
}
