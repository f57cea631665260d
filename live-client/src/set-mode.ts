import type { Mode } from '@anvil/shared'
import { AnvilError } from '@anvil/shared/errors'
import type { ClientCore } from './client-core.js'

export interface SetModeOptions {
  reason?: string
  /** How long it lasts, in milliseconds of wall time; for good without it. */
  forMs?: number
}

/** Stores a mode at the folder. A configuration that says frozen is stricter and can't be undone by it. */
export async function setMode(core: ClientCore, mode: Mode, options: SetModeOptions): Promise<void> {
  const setting = core.modes.frozenBySetting
  if (mode === 'accepting' && setting !== undefined) {
    throw new AnvilError(
      'client.frozen',
      `This client is frozen by ${setting}, which no command undoes. Change that setting and restart the application.`,
    )
  }
  const until = options.forMs === undefined ? null : new Date(core.clock.now() + options.forMs).toISOString()
  const stored = { mode, reason: options.reason ?? null, until }
  await core.keeper.attempt((cache) => cache.writeMode(stored))
  core.modes.store(stored)
  core.checkMode()
}
