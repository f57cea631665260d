import { AnvilError } from '../errors.js'
import type { Keyset } from '../protocol/documents.js'
import type { ListedKey } from './envelope-signature.js'
import { keyIdOf } from './keys.js'
import { KEYSET } from './document-shapes.js'
import { refuseAs } from './rethrow.js'
import { requireShape } from './shape.js'
import { KEYSET_DOCUMENT } from './signed-document.js'
import { parseStrict } from './strict-json.js'

/** Parses a keyset's payload and checks what it says of itself: its keys' ids, and its FORGE's if it is number 1. */
export function readKeyset(payload: Uint8Array): Keyset {
  return refuseAs('keyset.malformed', 'The keyset', () => {
    const keyset = requireShape(KEYSET, parseStrict(payload, { maxBytes: KEYSET_DOCUMENT.maxPayloadBytes }))
    checkIds(keyset.roots)
    checkIds(keyset.signing_keys)
    return keyset
  })
}

function checkIds(keys: readonly ListedKey[]): void {
  const seen = new Set<string>()
  for (const { id, public_key } of keys) {
    if (keyIdOf(public_key) !== id) throw new AnvilError('key.malformed', `The key ${id} has the id of another key.`)
    if (seen.has(id)) throw new AnvilError('key.malformed', `The key ${id} is listed twice.`)
    seen.add(id)
  }
}
