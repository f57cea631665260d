import type { LiveState } from '@anvil/shared'

/** What can happen to a client; `contact` is an answer of FORGE that was verified, `barred` one that refuses us. */
export type LifecycleEvent =
  | 'activated_fresh'
  | 'activated_stale'
  | 'contact_fresh'
  | 'contact_stale'
  | 'went_stale'
  | 'barred'

type Row = Record<LifecycleEvent, LiveState>

/** Without a verified manifest there is nothing to serve, so only an activation leaves NOT_READY. */
const NOT_READY: Row = {
  activated_fresh: 'READY',
  activated_stale: 'STALE',
  contact_fresh: 'NOT_READY',
  contact_stale: 'NOT_READY',
  went_stale: 'NOT_READY',
  barred: 'NOT_READY',
}

const SERVING: Row = {
  activated_fresh: 'READY',
  activated_stale: 'STALE',
  contact_fresh: 'READY',
  contact_stale: 'STALE',
  went_stale: 'STALE',
  barred: 'ERROR',
}

/** Only a contact shows that FORGE lets us in again; what comes from a disk or a file does not. */
const ERROR: Row = {
  activated_fresh: 'ERROR',
  activated_stale: 'ERROR',
  contact_fresh: 'READY',
  contact_stale: 'STALE',
  went_stale: 'ERROR',
  barred: 'ERROR',
}

const TABLE: Record<LiveState, Row> = { NOT_READY, READY: SERVING, STALE: SERVING, ERROR }

/** The state after an event; every pair has one. */
export function nextState(state: LiveState, event: LifecycleEvent): LiveState {
  return TABLE[state][event]
}
