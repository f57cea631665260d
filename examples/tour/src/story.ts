import type { Step } from './step.js'
import { damagedCache } from './steps/damaged-cache.js'
import { firstVersion } from './steps/first-version.js'
import { forgeIsKilled } from './steps/forge-is-killed.js'
import { forgeReturns } from './steps/forge-returns.js'
import { frozen } from './steps/frozen.js'
import { replayedManifest } from './steps/replayed-manifest.js'
import { rollback } from './steps/rollback.js'
import { setUpStep } from './steps/set-up.js'
import { restoredBackup } from './steps/restored-backup.js'
import { stolenKey } from './steps/stolen-key.js'
import { swap } from './steps/swap.js'
import { twoApplications } from './steps/two-applications.js'

/** The story in its order; each step starts where the one before it ended. */
export const STORY: readonly Step[] = [
  setUpStep,
  firstVersion,
  twoApplications,
  swap,
  forgeIsKilled,
  damagedCache,
  forgeReturns,
  replayedManifest,
  frozen,
  rollback,
  stolenKey,
  restoredBackup,
]
