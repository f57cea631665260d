import { AnvilError } from '../errors.js'
import type { Keyset } from '../protocol/documents.js'
import { sha256Hex } from './digest.js'
import { type OpenedEnvelope, readEnvelope } from './envelope-read.js'
import { verifiedSigners } from './envelope-signature.js'
import { readKeyset } from './keyset-document.js'
import { followKeyset, readAnchor } from './keyset-link.js'
import { keyIdOf } from './keys.js'
import { KEYSET_DOCUMENT } from './signed-document.js'

/** Keysets that were verified one after another. `root` is the public root key that the first of them hangs on: the pin. */
export interface KeysetChain {
  root: string
  forge_id: string
  keysets: readonly Keyset[]
  envelopes: readonly Uint8Array[]
  newest: Keyset
}

/** What keysets are judged by: a pinned root key (base64url), the chain that is held, or nothing yet. */
export type KeysetTrust = { root: string } | { held: KeysetChain } | 'first-use'

interface Link {
  bytes: Uint8Array
  envelope: OpenedEnvelope
}

/** Verifies keysets in the order of their numbers, and returns the chain that they make or lengthen. */
export function openKeysets(envelopes: readonly Uint8Array[], trust: KeysetTrust): KeysetChain {
  const links = envelopes.map((bytes) => ({ bytes, envelope: readEnvelope(bytes, KEYSET_DOCUMENT) }))
  if (trust === 'first-use') return openFirstUse(links)
  return 'held' in trust ? lengthen(trust.held, links) : openPinned(links, trust.root)
}

function openFirstUse(links: readonly Link[]): KeysetChain {
  const [first, ...rest] = links
  if (!first) throw new AnvilError('keyset.malformed', 'There is no keyset. Ask for all keysets, from number 1 on.')
  const keyset = readAnchor(first.envelope)
  const root = keyset.roots[0]?.public_key
  if (keyset.number !== 1 || root === undefined) {
    throw new AnvilError(
      'keyset.gap',
      `The first keyset is number ${keyset.number}. Without a pinned root key it must be 1.`,
    )
  }
  return lengthen(startChain(root, keyset, first.bytes), rest)
}

function openPinned(links: readonly Link[], root: string): KeysetChain {
  const pin = { id: keyIdOf(root), public_key: root }
  const start = links.findIndex(({ envelope }) => verifiedSigners(envelope, KEYSET_DOCUMENT, [pin]).has(pin.id))
  const anchor = links[start]
  if (!anchor) {
    throw new AnvilError(
      'keyset.wrong_root',
      `No keyset is signed by the pinned root key (${pin.id}). This is another FORGE, or ANVIL_ROOT_KEY is of another one.`,
    )
  }
  return lengthen(startChain(root, readAnchor(anchor.envelope), anchor.bytes), links.slice(start + 1))
}

function startChain(root: string, keyset: Keyset, bytes: Uint8Array): KeysetChain {
  return { root, forge_id: keyset.forge_id, keysets: [keyset], envelopes: [bytes], newest: keyset }
}

function lengthen(held: KeysetChain, links: readonly Link[]): KeysetChain {
  const keysets = [...held.keysets]
  const envelopes = [...held.envelopes]
  const known = new Set(envelopes.map((bytes) => payloadDigest(readEnvelope(bytes, KEYSET_DOCUMENT))))
  let newest = held.newest
  for (const { bytes, envelope } of links) {
    if (known.has(payloadDigest(envelope))) continue
    if (isBeforeChain(held, envelope)) continue
    newest = followKeyset(newest, envelope)
    known.add(payloadDigest(envelope))
    keysets.push(newest)
    envelopes.push(bytes)
  }
  return { ...held, keysets, envelopes, newest }
}

/** A chain that begins later than at number 1 passes over what came before: it proves nothing there. */
function isBeforeChain(held: KeysetChain, envelope: OpenedEnvelope): boolean {
  const first = held.keysets[0]?.number ?? 1
  return first > 1 && readKeyset(envelope.payload).number < first
}

const payloadDigest = (envelope: OpenedEnvelope): string => sha256Hex(envelope.payload)
