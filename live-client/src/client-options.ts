import type { Mode } from '@anvil/shared'
import type { Logger } from './logger.js'

/** What a missing required variable does in `prompt()`: throw an error, warn once a render, or leave the place empty. */
export type OnMissing = 'throw' | 'warn' | 'empty'

/** Options of a client. What is left out comes from `ANVIL_*`, then `anvil.config.{json,mjs}`, then the default. */
export interface AnvilOptions {
  /** Where FORGE is, such as `https://forge.example.com`. */
  forgeUrl?: string | undefined
  projectId?: string | undefined
  /** `anv_<environment>_…`; the environment is read from it. */
  accessToken?: string | undefined
  /** Needed only where no access token is given, as for `anvil sync --file`. */
  environment?: string | undefined
  /** `ed25519:<public key>`; without it the first key set that is seen is trusted and pinned. */
  rootKey?: string | undefined
  /** `accepting` (default) or `frozen`. */
  mode?: Mode | undefined
  /** Where state is kept (default `.anvil-cache`); false keeps it in memory only. */
  cacheDir?: string | false | undefined
  instance?: { app?: string | undefined; labels?: Record<string, string> | undefined } | undefined
  /** `auto` (socket and pull; default) or `pull` only. */
  transport?: 'auto' | 'pull' | undefined
  /** A port on which FORGE's pushes by HTTP are taken, at `/anvil/receive`; without it none is opened. */
  port?: number | undefined
  /** Where FORGE reaches this instance's receiver, such as `https://app.example.com/anvil/receive`. */
  receiverUrl?: string | undefined
  /** Longest time between two looks at FORGE, in milliseconds (default 300,000). */
  syncIntervalMs?: number | undefined
  /** How long `start()` waits for a first verified state, in milliseconds (default 5,000). */
  readyTimeoutMs?: number | undefined
  /** A `*.anvil` file that serves where the folder has nothing yet. */
  bootstrap?: string | undefined
  onMissing?: OnMissing | undefined
  /** STALE after this long without a verified contact, in milliseconds (default 3,600,000). */
  staleAfterMs?: number | undefined
  /** How many generations the folder keeps (default 3). */
  history?: number | undefined
  /** Lets `http:` reach other hosts than this one; shown in the status. */
  allowInsecure?: boolean | undefined
  /** Takes the log lines (default: stderr); false silences them. */
  logger?: Logger | false | undefined
  /** The configuration file, instead of `anvil.config.{json,mjs}` in the working folder. */
  configFile?: string | undefined
}
