import type { Mode } from '@anvil/shared'
import type { OnMissing } from '../client-options.js'
import type { Logger } from '../logger.js'

/** How FORGE is reached. */
export interface Connection {
  forgeUrl: string
  accessToken: string
}

/** The options of a client once they are found, checked and completed. */
export interface Settings {
  /** Undefined only for commands that work on the folder alone. */
  connection: Connection | undefined
  projectId: string
  environment: string
  /** The public key in base64url, without its `ed25519:`. */
  rootKey: string | undefined
  mode: Mode
  /** Where the mode was set, for the message that refuses to change it. */
  modeSetBy: string
  cacheDir: string | false
  app: string
  labels: Record<string, string>
  transport: 'auto' | 'pull'
  port: number | undefined
  receiverUrl: string | undefined
  syncIntervalMs: number
  readyTimeoutMs: number
  bootstrap: string | undefined
  onMissing: OnMissing
  staleAfterMs: number
  history: number
  /** Whether FORGE is reached unencrypted on another host. */
  insecure: boolean
  logger: Logger | false
}
