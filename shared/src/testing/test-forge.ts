import { type SealedBundle, entryOf, sealBundle } from '../bundle/bundle-seal.js'
import { type KeysetChain, openKeysets } from '../bundle/keyset-chain.js'
import { sealKeyset } from '../bundle/keyset-seal.js'
import { formatRootKey, type KeyPair } from '../bundle/keys.js'
import { sealManifest } from '../bundle/manifest-seal.js'
import type { ManifestTarget } from '../bundle/manifest-open.js'
import type { Bundle, Manifest } from '../protocol/documents.js'
import { aKeyset, aManifest, PROJECT_ID } from './documents.js'
import { testKey } from './test-keys.js'

/** What a publication puts on the wire: the signed manifest, and each bundle under its digest. */
export interface TestPublication {
  manifest: Manifest
  envelope: Uint8Array
  bundles: Map<string, SealedBundle>
}

/** A FORGE's keys and signatures without its server; deterministic, so that two of the same names are the same FORGE. */
export interface TestForge {
  root: KeyPair
  signer: KeyPair
  /** The value of ANVIL_ROOT_KEY. */
  rootKey: string
  keysets: Uint8Array[]
  chain: KeysetChain
  target: ManifestTarget
  publish: (bundles: readonly Bundle[], change?: Partial<Manifest>) => TestPublication
}

/** Makes the keys of a FORGE, its first keyset, and a way to publish with them. */
export function testForge(names: { root?: string; signer?: string } = {}): TestForge {
  const root = testKey(names.root ?? 'root')
  const signer = testKey(names.signer ?? 'signer')
  const keysets = [sealKeyset(aKeyset(root, [signer]), [root])]
  const target = { forge_id: root.id, project_id: PROJECT_ID, environment: 'production' }
  return {
    root,
    signer,
    rootKey: formatRootKey(root.publicKey),
    keysets,
    chain: openKeysets(keysets, { root: root.publicKey }),
    target,
    publish: (bundles, change = {}) => publish(bundles, { ...target, ...change }, signer),
  }
}

function publish(bundles: readonly Bundle[], change: Partial<Manifest>, signer: KeyPair): TestPublication {
  const sealed = bundles.map((bundle) => ({ bundle, made: sealBundle(bundle) }))
  const entries = sealed.map(({ bundle, made }) => entryOf(bundle, made))
  const manifest = aManifest({ bundles: entries, ...change })
  return {
    manifest,
    envelope: sealManifest(manifest, signer),
    bundles: new Map(sealed.map(({ made }) => [made.sha256, made])),
  }
}
