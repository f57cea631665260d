import { AnvilError } from '../errors.js'
import type { Keyset } from '../protocol/documents.js'
import type { OpenedEnvelope } from './envelope-read.js'
import { type ListedKey, verifiedSigners } from './envelope-signature.js'
import { readKeyset } from './keyset-document.js'
import { KEYSET_DOCUMENT } from './signed-document.js'

/** Reads the keyset that follows another: signed by a root key of the old one and by each root key it brings. */
export function followKeyset(previous: Keyset, envelope: OpenedEnvelope): Keyset {
  if (verifiedSigners(envelope, KEYSET_DOCUMENT, previous.roots).size === 0) {
    throw notSigned(`no root key of keyset ${previous.number} signed what should follow it`)
  }
  const keyset = readKeyset(envelope.payload)
  checkNumber(previous, keyset)
  requireRoots(keyset, envelope, previous.roots)
  if (keyset.forge_id !== previous.forge_id) {
    throw new AnvilError('keyset.wrong_forge', `Keyset ${keyset.number} names another FORGE than the one before it.`)
  }
  if (keyset.epoch < previous.epoch) {
    throw new AnvilError('keyset.wrong_epoch', `Keyset ${keyset.number} falls back to epoch ${keyset.epoch}.`)
  }
  return keyset
}

/** Reads the keyset a chain begins with. Number 1 is signed by each of its root keys, and names the FORGE after the first. */
export function readAnchor(envelope: OpenedEnvelope): Keyset {
  const keyset = readKeyset(envelope.payload)
  if (keyset.number > 1) {
    requireRoots(keyset, envelope, keyset.roots)
    return keyset
  }
  requireRoots(keyset, envelope, [])
  if (keyset.forge_id !== keyset.roots[0]?.id) {
    throw new AnvilError('keyset.wrong_forge', 'Keyset 1 names a FORGE that its root key does not belong to.')
  }
  return keyset
}

/** Requires a signature by one of the keyset's own root keys, and by each of them that is not known already. */
function requireRoots(keyset: Keyset, envelope: OpenedEnvelope, known: readonly ListedKey[]): void {
  const signers = verifiedSigners(envelope, KEYSET_DOCUMENT, keyset.roots)
  if (signers.size === 0) throw notSigned(`none of its own root keys signed keyset ${keyset.number}`)
  const silent = keyset.roots.find(({ id }) => !signers.has(id) && !known.some((root) => root.id === id))
  if (silent) throw notSigned(`the new root key ${silent.id} did not sign keyset ${keyset.number} itself`)
}

function checkNumber(previous: Keyset, keyset: Keyset): void {
  if (keyset.number === previous.number + 1) return
  if (keyset.number > previous.number) {
    throw new AnvilError(
      'keyset.gap',
      `Keyset ${previous.number} is followed by keyset ${keyset.number}. Ask for all keysets after ${previous.number}.`,
    )
  }
  throw new AnvilError('keyset.conflict', `There is another keyset ${keyset.number} than the one that is held.`)
}

function notSigned(why: string): AnvilError {
  return new AnvilError('keyset.bad_signature', `The keyset was refused: ${why}.`)
}
