import { z } from 'zod'
import { AnvilError } from '../errors.js'
import { parse } from '../parse.js'
import { Envelope } from '../protocol/documents.js'
import { LIMITS } from '../protocol/limits.js'
import { canonicalBytes, canonicalText } from './canonical.js'
import { sha256Hex } from './digest.js'
import { refuseAs } from './rethrow.js'
import { parseCanonical, parseStrict } from './strict-json.js'

/** What a `*.anvil` file carries, each part as the bytes it has on the wire; bundles under their digest in hex. */
export interface AnvilFile {
  keysets: readonly Uint8Array[]
  manifest: Uint8Array
  bundles: ReadonlyMap<string, Uint8Array>
}

/** A bundle stands two levels down in the file and brings its own depth along. */
const DEPTH = LIMITS.jsonDepth + 2

const FileForm = z.strictObject({
  format: z.literal(1),
  keysets: z.array(Envelope),
  manifest: Envelope,
  bundles: z.record(z.string().regex(/^[0-9a-f]{64}$/), z.unknown()),
})

/** Writes keysets, manifest and bundles as one canonical JSON file, for bootstrap, air gaps and the last good state. */
export function writeAnvilFile(file: AnvilFile): Uint8Array {
  const envelope = (bytes: Uint8Array) => parseStrict(bytes, { maxBytes: LIMITS.envelopeBytes })
  const bundle = (bytes: Uint8Array) => parseCanonical(bytes, { maxBytes: LIMITS.bundleBytes })
  const text = canonicalText(
    {
      format: 1,
      keysets: file.keysets.map(envelope),
      manifest: envelope(file.manifest),
      bundles: Object.fromEntries([...file.bundles].map(([sha256, bytes]) => [sha256, bundle(bytes)])),
    },
    DEPTH,
  )
  const bytes = Buffer.from(text, 'utf8')
  assertFileSize(bytes)
  return bytes
}

/** Takes a `*.anvil` file apart. Nothing in it is verified yet: keysets, manifest and bundles are opened as from the network. */
export function readAnvilFile(bytes: Uint8Array): AnvilFile {
  assertFileSize(bytes)
  return refuseAs('anvil_file.malformed', 'The .anvil file', () => {
    const file = parse(FileForm, parseCanonical(bytes, { maxBytes: LIMITS.anvilFileBytes, maxDepth: DEPTH }))
    return {
      keysets: file.keysets.map(canonicalBytes),
      manifest: canonicalBytes(file.manifest),
      bundles: new Map(Object.entries(file.bundles).map(readBundleBytes)),
    }
  })
}

function readBundleBytes([sha256, value]: [string, unknown]): [string, Uint8Array] {
  const bytes = canonicalBytes(value)
  if (sha256Hex(bytes) === sha256) return [sha256, bytes]
  throw new AnvilError('bundle.hash_mismatch', `It holds other bytes than those of the bundle ${sha256}.`)
}

function assertFileSize(bytes: Uint8Array): void {
  if (bytes.length <= LIMITS.anvilFileBytes) return
  throw new AnvilError('anvil_file.too_large', `A .anvil file takes at most ${LIMITS.anvilFileBytes} bytes.`)
}
