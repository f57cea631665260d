import {
  canonicalBytes,
  formatRootKey,
  manifestContentDigest,
  openKeysets,
  sealKeyset,
  sealManifest,
} from '../../src/bundle/index.js'
import { sealEnvelope } from '../../src/bundle/envelope-seal.js'
import { MANIFEST_DOCUMENT } from '../../src/bundle/signed-document.js'
import type { Keyset, Manifest } from '../../src/protocol/documents.js'
import { aBundle, aKeyset, aManifest, testForge, testKey } from '../../src/testing/index.js'
import { base64, type Vector, type VectorFile } from './vector-file.js'

const { root, signer, target, keysets, publish } = testForge()
const { manifest, envelope } = publish([aBundle()], { sequence: 10 })
const stranger = testKey('stranger')
const sealed = (change: Partial<Manifest>) => sealManifest({ ...manifest, ...change }, signer)
const unchecked = (document: unknown) => sealEnvelope(MANIFEST_DOCUMENT, canonicalBytes(document), [signer])
const withKeyset = (change: Partial<Keyset>) => [
  ...keysets,
  sealKeyset(aKeyset(root, [signer], { number: 2, ...change }), [root]),
]

const floor = {
  epoch: 1,
  sequence: 10,
  content_digest: manifestContentDigest(manifest),
  issued_at: manifest.issued_at,
}
const given = {
  root: formatRootKey(root.publicKey),
  keysets,
  target,
  activated: false,
  floor: null as typeof floor | null,
  origin: 'network',
  now: '2026-01-15T12:00:00Z',
}
const [later, earlier, afterExpiry] = ['2026-01-15T11:30:00Z', '2026-01-15T09:30:00Z', '2026-02-15T00:00:00Z']
const revoked = withKeyset({ revoked: [signer.id] })
const raised = withKeyset({ epoch: 2 })
const [entry] = manifest.bundles

type Case = Partial<typeof given> & { envelope: Uint8Array; standing?: string; key_standing?: string; refuse?: string }

const good: Record<string, Case> = {
  'without a floor': { envelope, standing: 'newer' },
  'above the floor': { envelope: sealed({ sequence: 11 }), floor, standing: 'newer' },
  'signed anew': {
    envelope: sealed({ issued_at: later, expires_at: '2026-01-22T11:30:00Z' }),
    floor,
    standing: 'fresher',
  },
  'the same again': { envelope, floor, standing: 'current' },
  'an older signature of the same': { envelope: sealed({ issued_at: earlier }), floor, standing: 'current' },
  'a higher epoch, a lower sequence': {
    envelope: sealed({ epoch: 2, sequence: 3 }),
    keysets: raised,
    floor,
    standing: 'newer',
  },
  'expired but above the floor': { envelope: sealed({ sequence: 11 }), floor, now: afterExpiry, standing: 'newer' },
  'expired, from a file': { envelope, origin: 'file', now: afterExpiry, standing: 'newer' },
  'no bundles': { envelope: sealManifest(aManifest({ sequence: 0 }), signer), standing: 'newer' },
  'unknown fields': { envelope: unchecked({ ...manifest, later: true }), standing: 'newer' },
  'a payload that is not canonical': {
    envelope: sealEnvelope(MANIFEST_DOCUMENT, Buffer.from(JSON.stringify(manifest, null, 2)), [signer]),
    standing: 'newer',
  },
  'loaded again though its key is revoked': {
    envelope,
    keysets: revoked,
    activated: true,
    origin: 'cache',
    standing: 'newer',
    key_standing: 'revoked',
  },
  'loaded again though the epoch was raised': {
    envelope,
    keysets: raised,
    activated: true,
    origin: 'cache',
    standing: 'newer',
  },
}

const bad: Record<string, Case> = {
  'an unknown key': { envelope: sealManifest(manifest, stranger), refuse: 'manifest.unknown_key' },
  'the root key, which signs keysets only': { envelope: sealManifest(manifest, root), refuse: 'manifest.unknown_key' },
  'a forged signature': {
    envelope: Buffer.from(Buffer.from(sealManifest(manifest, stranger)).toString().replace(stranger.id, signer.id)),
    refuse: 'manifest.bad_signature',
  },
  'a revoked key': { envelope, keysets: revoked, refuse: 'manifest.revoked_key' },
  'a key that had ended when it was issued': {
    envelope: sealed({ issued_at: '2027-01-15T10:30:01Z' }),
    refuse: 'manifest.revoked_key',
  },
  'two signatures': {
    envelope: sealEnvelope(MANIFEST_DOCUMENT, canonicalBytes(manifest), [signer, stranger]),
    refuse: 'manifest.malformed',
  },
  'another format': { envelope: unchecked({ ...manifest, format: 2 }), refuse: 'manifest.malformed' },
  'the sequence 2^53': { envelope: unchecked({ ...manifest, sequence: 2 ** 53 }), refuse: 'manifest.malformed' },
  'one prompt set twice': {
    envelope: unchecked({ ...manifest, bundles: [entry, entry] }),
    refuse: 'manifest.malformed',
  },
  'a doubled key under a good signature': {
    envelope: sealEnvelope(MANIFEST_DOCUMENT, Buffer.from(JSON.stringify(manifest).replace('{', '{"epoch":1,')), [
      signer,
    ]),
    refuse: 'manifest.malformed',
  },
  'another FORGE': { envelope: sealed({ forge_id: stranger.id }), refuse: 'manifest.wrong_target' },
  'another project': {
    envelope: sealed({ project_id: '11111111-1111-4111-8111-111111111111' }),
    refuse: 'manifest.wrong_target',
  },
  'another environment': { envelope: sealed({ environment: 'staging' }), refuse: 'manifest.wrong_target' },
  'an epoch that is not in force yet': { envelope: sealed({ epoch: 2 }), refuse: 'manifest.wrong_epoch' },
  'an epoch that was left': { envelope, keysets: raised, refuse: 'manifest.wrong_epoch' },
  'a lower sequence': { envelope: sealed({ sequence: 9, issued_at: later }), floor, refuse: 'manifest.rollback' },
  'a higher sequence issued earlier': {
    envelope: sealed({ sequence: 11, issued_at: earlier }),
    floor,
    refuse: 'manifest.rollback',
  },
  'the same sequence with other content': { envelope: sealed({ bundles: [] }), floor, refuse: 'manifest.equivocation' },
  'a client that is too old': { envelope: sealed({ min_client: 2 }), refuse: 'client.too_old' },
  'expired, from the network, without a floor': { envelope, now: afterExpiry, refuse: 'manifest.expired' },
}

function written(name: string, { envelope, ...vector }: Case): Vector {
  const { keysets, ...rest } = { ...given, ...vector }
  const chain = openKeysets(keysets, { root: root.publicKey })
  return {
    name,
    envelope: base64(envelope),
    ...rest,
    keysets: chain.envelopes.map(base64),
    ...expectation(envelope, vector),
  }
}

function expectation(envelope: Uint8Array, vector: Omit<Case, 'envelope'>) {
  if (vector.refuse !== undefined) return {}
  const payload: Manifest = JSON.parse(
    Buffer.from(JSON.parse(Buffer.from(envelope).toString()).payload, 'base64').toString(),
  )
  return { key_standing: vector.key_standing ?? 'current', content_digest: manifestContentDigest(payload) }
}

/** Manifests, judged by keysets, target, floor, client and time. */
export const manifestVectors: VectorFile = {
  about:
    'Manifests. envelope and keysets are base64; the client speaks protocol 1. activated: it runs already and is loaded again. Good: standing and key_standing, and the content digest. Bad: refused by the first check that fails.',
  vectors: Object.entries({ ...good, ...bad }).map(([name, vector]) => written(name, vector)),
}
