import type { Bundle, ManifestEntry } from '@anvil/shared'
import { sha256Hex } from '@anvil/shared/open'
import { AnvilError } from '@anvil/shared/errors'

/**
 * Opens a bundle that was verified before it was kept. Its digest shows that these are the same bytes, so what was
 * checked of them then (form, ids, templates) still holds.
 */
export function reopenBundle(bytes: Uint8Array | undefined, entry: ManifestEntry): Bundle {
  if (bytes?.length === entry.bytes && sha256Hex(bytes) === entry.sha256) {
    const value: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
    if (isBundle(value)) return value
  }
  throw new AnvilError(
    'bundle.hash_mismatch',
    `The stored bundle of ${entry.prompt_set} is damaged or missing. Take it again.`,
    {
      details: { sha256: entry.sha256 },
    },
  )
}

function isBundle(value: unknown): value is Bundle {
  return typeof value === 'object' && value !== null && 'snapshot' in value && 'includes' in value
}
