import type { Heartbeat } from '@anvil/shared'

export type Counts = Heartbeat['counters']

/** Counts what `prompt()` does, from one heartbeat to the next. */
export class Counters {
  renders = 0
  errors = 0
  missing = 0

  /** The counts since the last time this was asked. */
  take(): Counts {
    const { renders, errors, missing } = this
    this.renders = 0
    this.errors = 0
    this.missing = 0
    return { renders, errors, missing }
  }
}
