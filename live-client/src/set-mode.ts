import type { Mode } from '@anvil/shared'
import { AnvilError } from '@anvil/shared/errors'
import type { ClientCore } from './client-core.js'

export interface SetModeOptions {
  reason?: string
  /** How long it lasts, in milliseconds of wall time; for good without it. */
  forMs?: number
}

const MODES: readonly unknown[] = ['accepting', 'frozen'] satisfies Mode[]
/** The last moment that a date can hold. */
const LATEST_MS = 8.64e15

/** Stores a mode at the folder. A configuration that says frozen is stricter and can't be undone by it. */
export async function setMode(core: ClientCore, mode: Mode, options: SetModeOptions): Promise<void> {
  const until = endOf(options.forMs, core.clock.now())
  if (!MODES.includes(mode)) throw new AnvilError('request.invalid', 'The mode of a client is accepting or frozen.')
  const setting = core.modes.frozenBySetting
  if (mode === 'accepting' && setting !== undefined) {
    throw new AnvilError(
      'client.frozen',
      `This client is frozen by ${setting}, which no command undoes. Change that setting and restart the application.`,
    )
  }
  const stored = { mode, reason: options.reason ?? null, until }
  await core.keeper.attempt('record', (cache) => cache.writeMode(stored))
  core.modes.store(stored)
  core.checkMode()
}

function endOf(forMs: number | undefined, now: number): string | null {
  if (forMs === undefined) return null
  if (typeof forMs === 'number' && forMs > 0 && now + forMs <= LATEST_MS) return new Date(now + forMs).toISOString()
  throw new AnvilError(
    'request.invalid',
    'forMs is a number of milliseconds above 0. Leave it out for a mode without end.',
  )
}
