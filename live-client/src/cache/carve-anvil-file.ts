import type { Position } from '@anvil/shared'
import { fieldsOf } from '../fields.js'
import { readPosition } from './small-records.js'
import type { StoredState } from './state-cache.js'

/** What stands before the bundles of a `*.anvil` file, and between them and the rest. */
export const START = Buffer.from('{"bundles":{')
export const TAIL = Buffer.from('},"format":1,"keysets":[')
/** `"`, 64 hex digits, `":` */
const NAME_BYTES = 67

/**
 * Takes a `*.anvil` file apart without parsing its bundles: where each one ends stands in the manifest. Undefined where it
 * does not fit together. Nothing in it is verified yet; digests and signatures tell later whether it was altered.
 */
export function carveAnvilFile(bytes: Uint8Array): StoredState | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tailAt = file.lastIndexOf(TAIL)
  if (tailAt < START.length - 1 || !file.subarray(0, START.length).equals(START)) return undefined
  const { keysets, manifest } = fieldsOf(parsed(`{${file.toString('utf8', tailAt + 2)}`))
  if (!Array.isArray(keysets) || manifest === undefined) return undefined
  const sizes = sizesOf(manifest)
  const bundles = new Map<string, Uint8Array>()
  for (let at = START.length; at < tailAt;) {
    const digest = file.toString('latin1', at + 1, at + 65)
    const size = sizes.get(digest)
    if (size === undefined) return undefined
    bundles.set(digest, file.subarray(at + NAME_BYTES, at + NAME_BYTES + size))
    at += NAME_BYTES + size + 1
  }
  return { keysets: keysets.map(asBytes), manifest: asBytes(manifest), bundles }
}

/** Where a manifest says that it stands; of an envelope that is not verified. */
export function claimedPosition(envelope: Uint8Array): Position | undefined {
  return readPosition(claims(parsed(Buffer.from(envelope).toString())))
}

function claims(envelope: unknown): unknown {
  const { payload } = fieldsOf(envelope)
  return typeof payload === 'string' ? parsed(Buffer.from(payload, 'base64').toString()) : undefined
}

/** The sizes in bytes that a manifest names, by digest; of an envelope that is not verified. */
function sizesOf(envelope: unknown): Map<string, number> {
  const { bundles } = fieldsOf(claims(envelope))
  const sizes = new Map<string, number>()
  for (const entry of Array.isArray(bundles) ? bundles : []) {
    const { sha256, bytes } = fieldsOf(entry)
    if (typeof sha256 === 'string' && typeof bytes === 'number' && bytes > 0) sizes.set(sha256, bytes)
  }
  return sizes
}

const asBytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
