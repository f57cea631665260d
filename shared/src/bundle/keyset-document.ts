import { AnvilError } from '../errors.js'
import { parse } from '../parse.js'
import { Keyset } from '../protocol/documents.js'
import { canonicalBytes } from './canonical.js'
import { sealEnvelope } from './envelope-seal.js'
import type { ListedKey } from './envelope-signature.js'
import { type KeyPair, keyIdOf } from './keys.js'
import { refuseAs } from './rethrow.js'
import { KEYSET_DOCUMENT } from './signed-document.js'
import { parseStrict } from './strict-json.js'

/** Parses a keyset's payload and checks what it says of itself: its keys' ids, and its FORGE's if it is number 1. */
export function readKeyset(payload: Uint8Array): Keyset {
  return refuseAs('keyset.malformed', 'The keyset', () => {
    const keyset = parse(Keyset, parseStrict(payload, { maxBytes: KEYSET_DOCUMENT.maxPayloadBytes }))
    checkIds(keyset.roots)
    checkIds(keyset.signing_keys)
    return keyset
  })
}

/** Signs a keyset with its root keys, and the root keys of the one before it where they differ. */
export function sealKeyset(keyset: Keyset, rootKeys: readonly KeyPair[]): Uint8Array {
  const payload = canonicalBytes(keyset)
  readKeyset(payload)
  return sealEnvelope(KEYSET_DOCUMENT, payload, rootKeys)
}

function checkIds(keys: readonly ListedKey[]): void {
  const seen = new Set<string>()
  for (const { id, public_key } of keys) {
    if (keyIdOf(public_key) !== id) throw new AnvilError('key.malformed', `The key ${id} has the id of another key.`)
    if (seen.has(id)) throw new AnvilError('key.malformed', `The key ${id} is listed twice.`)
    seen.add(id)
  }
}
