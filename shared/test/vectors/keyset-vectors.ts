import { canonicalBytes, formatRootKey, type KeyPair, sealKeyset } from '../../src/bundle/index.js'
import { sealEnvelope } from '../../src/bundle/envelope-seal.js'
import { KEYSET_DOCUMENT } from '../../src/bundle/signed-document.js'
import type { Keyset } from '../../src/protocol/documents.js'
import { aKeyset, listed, testKey } from '../../src/testing/index.js'
import { base64, type VectorFile } from './vector-file.js'

const [a, b, stranger, signer] = [testKey('root'), testKey('second root'), testKey('stranger'), testKey('signer')]
const keyset = (number: number, root: KeyPair, change: Partial<Keyset> = {}) =>
  aKeyset(root, [signer], { forge_id: a.id, number, ...change })
const unchecked = (document: unknown, keys: KeyPair[]) => sealEnvelope(KEYSET_DOCUMENT, canonicalBytes(document), keys)

const one = sealKeyset(keyset(1, a), [a])
const two = sealKeyset(keyset(2, b), [a, b])
const three = sealKeyset(keyset(3, b, { epoch: 2, revoked: [testKey('old signer').id] }), [b])
const rooted = (key: KeyPair) => ({ root: formatRootKey(key.publicKey) })

interface Case {
  keysets: readonly Uint8Array[]
  trust: 'first-use' | { root: string; held?: readonly string[] }
}
const heldBy = (root: KeyPair, held: readonly Uint8Array[]) => ({ ...rooted(root), held: held.map(base64) })

const good: Record<string, Case & { numbers: readonly number[]; epoch: number }> = {
  'the first keyset under its root': { keysets: [one], trust: rooted(a), numbers: [1], epoch: 1 },
  'a chain with a new root': { keysets: [one, two, three], trust: rooted(a), numbers: [1, 2, 3], epoch: 2 },
  'a root that came later': { keysets: [one, two, three], trust: rooted(b), numbers: [2, 3], epoch: 2 },
  'a root that came later, without what was before': {
    keysets: [two, three],
    trust: rooted(b),
    numbers: [2, 3],
    epoch: 2,
  },
  'first use': { keysets: [one, two], trust: 'first-use', numbers: [1, 2], epoch: 1 },
  'a held chain made longer': { keysets: [two, three], trust: heldBy(a, [one]), numbers: [1, 2, 3], epoch: 2 },
  'held keysets sent again': { keysets: [one, two, three], trust: heldBy(a, [one, two]), numbers: [1, 2, 3], epoch: 2 },
  'unknown fields': {
    keysets: [unchecked({ ...keyset(1, a), later: {} }, [a])],
    trust: rooted(a),
    numbers: [1],
    epoch: 1,
  },
}

const bad: Record<string, Case & { refuse: string }> = {
  'another root': { keysets: [one, two], trust: rooted(stranger), refuse: 'keyset.wrong_root' },
  'no keyset': { keysets: [], trust: rooted(a), refuse: 'keyset.wrong_root' },
  'a gap': { keysets: [one, sealKeyset(keyset(3, a), [a])], trust: rooted(a), refuse: 'keyset.gap' },
  'first use from a later number': { keysets: [three], trust: 'first-use', refuse: 'keyset.gap' },
  'not signed by the old root': {
    keysets: [one, sealKeyset(keyset(2, b), [b])],
    trust: rooted(a),
    refuse: 'keyset.bad_signature',
  },
  'not signed by the new root': {
    keysets: [one, sealKeyset(keyset(2, b), [a])],
    trust: rooted(a),
    refuse: 'keyset.bad_signature',
  },
  'signed by a stranger': {
    keysets: [sealKeyset(keyset(1, a), [stranger])],
    trust: 'first-use',
    refuse: 'keyset.bad_signature',
  },
  'the number of another keyset': {
    keysets: [sealKeyset(keyset(2, b, { epoch: 9 }), [a, b])],
    trust: heldBy(a, [one, sealKeyset(keyset(2, a), [a])]),
    refuse: 'keyset.conflict',
  },
  'number 1 of another FORGE': {
    keysets: [sealKeyset(keyset(1, a, { forge_id: b.id }), [a])],
    trust: rooted(a),
    refuse: 'keyset.wrong_forge',
  },
  'another FORGE later': {
    keysets: [one, sealKeyset(keyset(2, b, { forge_id: b.id }), [a, b])],
    trust: rooted(a),
    refuse: 'keyset.wrong_forge',
  },
  'a falling epoch': {
    keysets: [one, two, three, sealKeyset(keyset(4, b), [b])],
    trust: rooted(a),
    refuse: 'keyset.wrong_epoch',
  },
  'another format': {
    keysets: [unchecked({ ...keyset(1, a), format: 2 }, [a])],
    trust: rooted(a),
    refuse: 'keyset.malformed',
  },
  'a key under the id of another': {
    keysets: [
      unchecked(
        keyset(1, a, { signing_keys: [{ ...listed(signer), id: stranger.id, not_after: '2027-01-15T10:30:00Z' }] }),
        [a],
      ),
    ],
    trust: rooted(a),
    refuse: 'keyset.malformed',
  },
  'a doubled key under a good signature': {
    keysets: [
      sealEnvelope(KEYSET_DOCUMENT, Buffer.from(JSON.stringify(keyset(1, a)).replace('{', '{"epoch":1,')), [a]),
    ],
    trust: rooted(a),
    refuse: 'keyset.malformed',
  },
}

const written = (vectors: Record<string, Case>) =>
  Object.entries(vectors).map(([name, vector]) => ({ name, ...vector, keysets: vector.keysets.map(base64) }))

/** Chains of keysets. */
export const keysetVectors: VectorFile = {
  about:
    'Chains of keysets. keysets are envelopes (base64) as they arrive; trust is a pinned root, with the envelopes held before if any, or "first-use". Good: numbers are those of the chain then held, epoch is the newest one’s. Bad: refused.',
  vectors: [...written(good), ...written(bad)],
}
