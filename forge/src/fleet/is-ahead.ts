import { Manifest, type Position, parse } from '@anvil/shared'
import { comparePositions, manifestContentDigest } from '@anvil/shared/bundle'
import { payloadOf } from './payload-of.js'

/** Where a FORGE's own order of an environment stands. */
export interface OwnHead extends Position {
  sequence_floor: number
  envelope: Uint8Array
}

/**
 * Whether a proven manifest is beyond what this FORGE knows: at a later place, or at the same place with other content.
 * Numbers that the operator skipped count as known.
 */
export function isAhead(proven: Position & { envelope: Uint8Array }, head: OwnHead): boolean {
  const { epoch, sequence, sequence_floor } = head
  const order = comparePositions(proven, { epoch, sequence: Math.max(sequence, sequence_floor) })
  if (order !== 0 || sequence_floor >= proven.sequence) return order > 0
  return contentOf(proven.envelope) !== contentOf(head.envelope)
}

function contentOf(envelope: Uint8Array): string {
  return manifestContentDigest(parse(Manifest, payloadOf(envelope)))
}
