import type { Trace } from './cache/save-state.js'
import type { Clock } from './clock.js'

/** What tests and commands set otherwise than an application does. */
export interface Overrides {
  clock?: Clock
  random?: () => number
  /** False leaves the network and other processes alone but for what is asked for: commands work so. */
  live?: boolean
  onSaveStage?: Trace
}
