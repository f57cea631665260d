import type { LiveState, Mode, Position, Trust } from '@anvil/shared'
import type { Source } from './receiver/arrived.js'

/** How FORGE is reached at the moment. */
export interface ConnectionStatus {
  forge_url: string | null
  /** `socket` while one is open, `pull` while FORGE answers requests, else `none`. */
  via: 'socket' | 'pull' | 'none'
  /** Whether the address is unencrypted and of another host. */
  insecure: boolean
  /** Local minus FORGE's time in milliseconds, where they are more than ten minutes apart. */
  clock_skew_ms: number | null
}

export interface CacheStatus {
  folder: string | null
  /** Why state is kept in memory only, else null. */
  problem: string | null
}

/** What a client runs and how it stands; times in milliseconds or ISO 8601. */
export interface AnvilStatus {
  mode: Mode
  mode_reason: string | null
  mode_until: string | null
  state: LiveState
  project_id: string
  environment: string
  /** The set's version where one is published, else `<environment>#<sequence>`; null before anything runs. */
  version: string | null
  /** The version of each published prompt set. */
  versions: Record<string, string>
  epoch: number | null
  sequence: number | null
  last_sync: string | null
  age_ms: number | null
  source: Source | null
  prompts: number
  connection: ConnectionStatus
  trust: Trust
  cache: CacheStatus
  /** The newest manifest that a frozen client has refused. */
  wanted: Position | null
  last_error: { code: string; message: string; at: string } | null
}
