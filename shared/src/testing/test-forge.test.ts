import { expect, it } from 'vitest'
import {
  admitManifest,
  assertUniqueIds,
  openBundle,
  openKeysets,
  openManifest,
  parseRootKey,
  readAnvilFile,
  writeAnvilFile,
} from '../bundle/index.js'
import { aBundle, PROJECT_ID, testForge } from './index.js'

const forge = testForge()
const now = Date.parse('2026-01-15T11:00:00Z')

it('makes what an instance with the root key opens, from keyset to prompt', () => {
  const published = forge.publish([aBundle()], { sequence: 7 })
  const chain = openKeysets(forge.keysets, { root: parseRootKey(forge.rootKey) })
  const verified = openManifest(published.envelope, { chain, target: forge.target })
  expect(admitManifest(verified, { floor: null, origin: 'network', now })).toBe('newer')
  const bundles = verified.manifest.bundles.map((entry) => {
    const bytes = published.bundles.get(entry.sha256)?.bytes
    return openBundle(bytes ?? new Uint8Array(), entry, PROJECT_ID)
  })
  assertUniqueIds(bundles)
  expect(bundles).toEqual([aBundle()])
})

it('makes what a file carries unchanged', () => {
  const { envelope, bundles } = forge.publish([aBundle()])
  const file = {
    keysets: forge.keysets,
    manifest: envelope,
    bundles: new Map([...bundles].map(([sha256, { bytes }]) => [sha256, bytes])),
  }
  expect(readAnvilFile(writeAnvilFile(file))).toEqual(file)
})

it('is another FORGE under other names', () => {
  expect(testForge({ root: 'other' }).rootKey).not.toBe(forge.rootKey)
  expect(testForge().publish([aBundle()])).toEqual(forge.publish([aBundle()]))
})
