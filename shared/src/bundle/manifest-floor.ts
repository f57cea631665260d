import { AnvilError } from '../errors.js'
import type { Position } from '../protocol/documents.js'
import type { VerifiedManifest } from './manifest-open.js'

/** The highest manifest an instance has recorded: what is older is refused, what is equal must say the same. */
export interface Floor extends Position {
  content_digest: string
  issued_at: string
}

/** How a manifest stands to the floor: above it; the same content signed later; or nothing new at all. */
export type Standing = 'newer' | 'fresher' | 'current'

/** The floor that a manifest sets once it is recorded. */
export function floorOf({ manifest, contentDigest }: VerifiedManifest): Floor {
  const { epoch, sequence, issued_at } = manifest
  return { epoch, sequence, content_digest: contentDigest, issued_at }
}

/** Compares two places in the order of an environment: negative where the first is older, 0 where they are the same. */
export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || a.sequence - b.sequence
}

/** The higher of two floors; of equal ones the one issued later. */
export function higherFloor(a: Floor, b: Floor): Floor {
  const order = comparePositions(a, b) || Date.parse(a.issued_at) - Date.parse(b.issued_at)
  return order < 0 ? b : a
}

/** Compares a manifest with the floor; throws `manifest.rollback` below it, `manifest.equivocation` where it says otherwise. */
export function compareWithFloor(verified: VerifiedManifest, floor: Floor | null): Standing {
  if (!floor) return 'newer'
  const { manifest } = verified
  const order = comparePositions(manifest, floor)
  const issuedLater = Date.parse(manifest.issued_at) - Date.parse(floor.issued_at)
  if (order < 0) throw rollback('is older than what this instance has recorded', verified, floor)
  if (order === 0) {
    if (verified.contentDigest !== floor.content_digest) throw equivocation(verified, floor)
    return issuedLater > 0 ? 'fresher' : 'current'
  }
  if (issuedLater < 0 && manifest.epoch === floor.epoch) {
    throw rollback('has a higher sequence but was issued earlier than what this instance has recorded', verified, floor)
  }
  return 'newer'
}

function rollback(what: string, { manifest }: VerifiedManifest, floor: Floor): AnvilError {
  const { epoch, sequence, issued_at } = manifest
  return new AnvilError(
    'manifest.rollback',
    `The manifest (epoch ${epoch}, sequence ${sequence}, ${issued_at}) ${what} (epoch ${floor.epoch}, sequence ${floor.sequence}, ${floor.issued_at}). It was replayed, or FORGE was restored from a backup.`,
    { details: { got: { epoch, sequence, issued_at }, floor } },
  )
}

function equivocation({ manifest, contentDigest }: VerifiedManifest, floor: Floor): AnvilError {
  return new AnvilError(
    'manifest.equivocation',
    `Two different manifests are signed for epoch ${manifest.epoch}, sequence ${manifest.sequence}. Tell FORGE's operator: its key may be used by somebody else.`,
    { details: { floor, content_digest: contentDigest } },
  )
}
