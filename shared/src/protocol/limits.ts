/** The highest wire version this code understands; a manifest's `min_client` above it refuses the client. */
export const CLIENT_PROTOCOL = 1

/** Sizes in bytes and counts that every party keeps, so that no document can exhaust another. */
export const LIMITS = {
  manifestPayloadBytes: 64 * 1024,
  keysetPayloadBytes: 64 * 1024,
  envelopeBytes: 96 * 1024,
  bundleBytes: 16 * 1024 * 1024,
  bundleGzipBytes: 8 * 1024 * 1024,
  promptSetsPerProject: 200,
  promptsPerSet: 20_000,
  templateCharacters: 1_000_000,
  jsonDepth: 64,
  inlinePushBytes: 256 * 1024,
  backlogBytes: 256 * 1024,
  anvilFileBytes: 256 * 1024 * 1024,
} as const
