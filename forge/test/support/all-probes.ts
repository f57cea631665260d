import path from 'node:path'
import { CONTENT_PROBES, PUBLISHING_PROBES } from './content-probes.js'
import { FLEET_PROBES } from './fleet-probes.js'
import { LIVE_PROBES } from './live-probes.js'
import { POLICY_PROBES } from './policy-probes.js'
import { REVIEW_PROBES } from './review-probes.js'
import { MEMBER_PROBES } from './member-probes.js'
import { type Calls, PEOPLE_PROBES } from './store-probes.js'
import { TRAIL_PROBES } from './trail-probes.js'
import type { StoreScene } from './store-scene.js'

/** Takes the module of the store whose calls it makes; a method's parameter may be narrower than it is declared here. */
type Probe = { of(store: unknown, scene: StoreScene): Calls }['of']

/** Where the stores are, below which their names begin. */
export const SOURCES = path.join(import.meta.dirname, '../../src')

/** The calls of every store that knows whose rows it is asked for, by its path without the ending. */
export const PROBES: Readonly<Record<string, Probe>> = {
  ...PEOPLE_PROBES,
  ...TRAIL_PROBES,
  ...MEMBER_PROBES,
  ...CONTENT_PROBES,
  ...REVIEW_PROBES,
  ...PUBLISHING_PROBES,
  ...LIVE_PROBES,
  ...FLEET_PROBES,
  ...POLICY_PROBES,
}

/** The calls of a store, or of a changed copy of it. */
export function callsOf(name: string, store: unknown, scene: StoreScene): Calls {
  return PROBES[name]?.(store, scene) ?? []
}
