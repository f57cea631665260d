/** What opening signed documents takes, and nothing else: this entry is what a client's start from the disk loads. */
export { canonicalBytes } from './canonical.js'
export { sha256Hex } from './digest.js'
export { bundleInclude } from './bundle-include.js'
export { type KeysetChain, type KeysetTrust, openKeysets } from './keyset-chain.js'
export { needsNewerKeysets, openManifest, type VerifiedManifest } from './manifest-open.js'
export { admitManifest } from './manifest-admit.js'
export { comparePositions, type Floor, floorOf, higherFloor } from './manifest-floor.js'
