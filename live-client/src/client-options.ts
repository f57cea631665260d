import type { Mode } from '@anvil/shared'
import type { Logger } from './logger.js'

/** What a missing required variable does in `prompt()`: throw an error, warn once a render, or leave the place empty. */
export type OnMissing = 'throw' | 'warn' | 'empty'

/** Options of a client. What is left out comes from `ANVIL_*`, then `anvil.config.{json,mjs}`, then the default. */
export interface AnvilOptions {
  /** Where FORGE is, such as `https://forge.example.com`. */
  forgeUrl?: string
  projectId?: string
  /** `anv_<environment>_…`; the environment is read from it. */
  accessToken?: string
  /** Needed only where no access token is given, as for `anvil sync --file`. */
  environment?: string
  /** `ed25519:<public key>`; without it the first key set that is seen is trusted and pinned. */
  rootKey?: string
  /** `accepting` (default) or `frozen`. */
  mode?: Mode
  /** Where state is kept (default `.anvil-cache`); false keeps it in memory only. */
  cacheDir?: string | false
  instance?: { app?: string; labels?: Record<string, string> }
  /** `auto` (socket and pull; default) or `pull` only. */
  transport?: 'auto' | 'pull'
  /** Longest time between two looks at FORGE, in milliseconds (default 300,000). */
  syncIntervalMs?: number
  /** How long `start()` waits for a first verified state, in milliseconds (default 5,000). */
  readyTimeoutMs?: number
  /** A `*.anvil` file that serves where the folder has nothing yet. */
  bootstrap?: string
  onMissing?: OnMissing
  /** STALE after this long without a verified contact, in milliseconds (default 3,600,000). */
  staleAfterMs?: number
  /** How many generations the folder keeps (default 3). */
  history?: number
  /** Lets `http:` reach other hosts than this one; shown in the status. */
  allowInsecure?: boolean
  /** Takes the log lines (default: stderr); false silences them. */
  logger?: Logger | false
  /** The configuration file, instead of `anvil.config.{json,mjs}` in the working folder. */
  configFile?: string
}
