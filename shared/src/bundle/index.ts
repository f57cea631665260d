export { type KeyPair, formatRootKey, generateKey, keyFromSeed, keyIdOf, parseRootKey } from './keys.js'
export { canonicalBytes, canonicalText } from './canonical.js'
export { type JsonLimits, parseCanonical, parseStrict } from './strict-json.js'
export { sha256Hex } from './digest.js'
export { contentDigest, manifestContentDigest } from './content-digest.js'
export { type KeysetChain, type KeysetTrust, openKeysets } from './keyset-chain.js'
export { sealKeyset } from './keyset-seal.js'
export { sealManifest } from './manifest-seal.js'
export {
  type ManifestTarget,
  type ManifestTrust,
  type VerifiedManifest,
  needsNewerKeysets,
  openManifest,
} from './manifest-open.js'
export type { KeyStanding } from './manifest-key.js'
export { type Admission, admitManifest, isExpired } from './manifest-admit.js'
export {
  type Standing,
  compareWithFloor,
  comparePositions,
  type Floor,
  floorOf,
  higherFloor,
} from './manifest-floor.js'
export { type SealedBundle, entryOf, sealBundle } from './bundle-seal.js'
export { openBundle } from './bundle-open.js'
export { bundleInclude } from './bundle-include.js'
export { assertUniqueIds } from './unique-ids.js'
export { type ByteSource, type GunzipLimits, gunzipCapped, readCapped } from './gunzip.js'
export { type AnvilFile, readAnvilFile, writeAnvilFile } from './anvil-file.js'
export { type AuditRecord, auditHash } from './audit-record.js'
export {
  type AuditCheckpoint,
  openAuditCheckpoint,
  type OpenedCheckpoint,
  sealAuditCheckpoint,
} from './audit-checkpoint.js'
