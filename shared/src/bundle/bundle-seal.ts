import { gzipSync } from 'node:zlib'
import { AnvilError } from '../errors.js'
import type { Bundle, ManifestEntry } from '../protocol/documents.js'
import { LIMITS } from '../protocol/limits.js'
import { readBundle } from './bundle-document.js'
import { canonicalBytes } from './canonical.js'
import { sha256Hex } from './digest.js'

/** A bundle in the form in which it is stored, digested and sent. */
export interface SealedBundle {
  bytes: Uint8Array
  gzip: Uint8Array
  sha256: string
}

/** Makes a bundle's canonical bytes, their digest and their gzip; refuses what no client would take. */
export function sealBundle(bundle: Bundle): SealedBundle {
  const bytes = canonicalBytes(bundle)
  assertSize('bytes', bytes.length, LIMITS.bundleBytes)
  readBundle(bytes)
  const gzip = gzipSync(bytes)
  assertSize('bytes compressed', gzip.length, LIMITS.bundleGzipBytes)
  return { bytes, gzip, sha256: sha256Hex(bytes) }
}

/** The line of a manifest that names a sealed bundle. */
export function entryOf(bundle: Bundle, sealed: SealedBundle): ManifestEntry {
  const { prompt_set_id, prompt_set, version } = bundle
  const { bytes, gzip, sha256 } = sealed
  return { prompt_set_id, prompt_set, version, sha256, bytes: bytes.length, gzip_bytes: gzip.length }
}

function assertSize(unit: string, size: number, limit: number): void {
  if (size <= limit) return
  throw new AnvilError(
    'bundle.too_large',
    `The bundle has ${size} ${unit}; at most ${limit} can be sent. Split the prompt set.`,
  )
}
