import type { Bundle, Manifest } from '../protocol/documents.js'
import { canonicalBytes } from './canonical.js'
import { sha256Hex } from './digest.js'

/** The digest of what a draft or a bundle says, whatever its version and date: approvals and "identical" go by it. */
export function contentDigest(content: Pick<Bundle, 'snapshot' | 'includes'>): string {
  return sha256Hex(canonicalBytes({ snapshot: content.snapshot, includes: content.includes }))
}

/** The digest of what a manifest makes run: the same when it is only signed anew, for freshness or with another key. */
export function manifestContentDigest(manifest: Manifest): string {
  const notContent = ['issued_at', 'expires_at', 'min_client', 'keyset']
  const bundles = manifest.bundles.map((entry) => without(entry, ['gzip_bytes']))
  return sha256Hex(canonicalBytes({ ...without(manifest, notContent), bundles }))
}

function without(object: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}
