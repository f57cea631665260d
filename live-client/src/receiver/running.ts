import type { Position } from '@anvil/shared'
import type { VerifiedManifest } from '@anvil/shared/bundle'
import type { PromptTable } from '../prompts/prompt-table.js'
import type { Source } from './arrived.js'

/** What an instance runs: a verified manifest, its prompts, and the way it came. */
export interface Running {
  verified: VerifiedManifest
  table: PromptTable
  source: Source
}

export function positionOf({ manifest }: VerifiedManifest): Position {
  return { epoch: manifest.epoch, sequence: manifest.sequence }
}

/** A position as it is shown: the sequence, with the epoch once there was a second one. */
export function showPosition({ epoch, sequence }: Position): string {
  return epoch === 1 ? `#${sequence}` : `#${sequence} (epoch ${epoch})`
}
