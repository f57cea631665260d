import { AnvilError } from '../errors.js'
import type { Bundle, ManifestEntry } from '../protocol/documents.js'
import { LIMITS } from '../protocol/limits.js'
import { readBundle } from './bundle-document.js'
import { sha256Hex } from './digest.js'

/** Verifies a bundle against the manifest's entry: size, digest over exactly these bytes, canonical form, identity, ids. */
export function openBundle(bytes: Uint8Array, entry: ManifestEntry, projectId: string): Bundle {
  checkSize(bytes.length, entry)
  const digest = sha256Hex(bytes)
  if (digest !== entry.sha256) {
    throw new AnvilError(
      'bundle.hash_mismatch',
      `The bundle of ${entry.prompt_set} has the digest ${digest}; the manifest names ${entry.sha256}. It was altered on the way.`,
      { details: { expected: entry.sha256, got: digest } },
    )
  }
  const bundle = readBundle(bytes)
  checkIdentity(bundle, entry, projectId)
  return bundle
}

function checkSize(size: number, { prompt_set, bytes }: ManifestEntry): void {
  if (size > LIMITS.bundleBytes || bytes > LIMITS.bundleBytes) {
    throw new AnvilError('bundle.too_large', `The bundle of ${prompt_set} is larger than ${LIMITS.bundleBytes} bytes.`)
  }
  if (size > bytes) {
    throw new AnvilError(
      'bundle.too_large',
      `The bundle of ${prompt_set} has ${size} bytes; the manifest names ${bytes}.`,
    )
  }
  if (size < bytes) {
    throw new AnvilError(
      'bundle.hash_mismatch',
      `The bundle of ${prompt_set} has ${size} bytes; the manifest names ${bytes}. It was cut short on the way.`,
      { details: { expected_bytes: bytes, got_bytes: size } },
    )
  }
}

function checkIdentity(bundle: Bundle, entry: ManifestEntry, projectId: string): void {
  const names = ['prompt_set_id', 'prompt_set', 'version'] as const
  const wrong = bundle.project_id === projectId ? names.find((name) => bundle[name] !== entry[name]) : 'project_id'
  if (!wrong) return
  throw new AnvilError(
    'bundle.malformed',
    `The bundle of ${entry.prompt_set} names another ${wrong} than its manifest.`,
    {
      details: { field: wrong },
    },
  )
}
