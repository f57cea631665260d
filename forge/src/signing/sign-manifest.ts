import { AnvilError, CLIENT_PROTOCOL, type Keyset, type Manifest } from '@anvil/shared'
import { type KeyPair, sealManifest } from '@anvil/shared/bundle'

const FRESH_MS = 7 * 24 * 60 * 60 * 1000

/** What a manifest is about; who signs it and for how long is added by `signManifest`. */
export type ManifestContent = Pick<Manifest, 'project_id' | 'environment' | 'sequence' | 'bundles'>

/** A manifest as it is stored and sent. */
export interface SignedManifest {
  manifest: Manifest
  envelope: Buffer
  issuedAt: Date
  expiresAt: Date
}

/** A key that may sign until a time. */
export interface SigningKey extends KeyPair {
  notAfter: Date
}

/** Signs a manifest under a keyset; throws `signing_key.expired` where the key has ended by then. */
export function signManifest(
  content: ManifestContent,
  { keyset, key, issuedAt }: { keyset: Keyset; key: SigningKey; issuedAt: Date },
): SignedManifest {
  assertNotEnded(key, issuedAt)
  const expiresAt = new Date(issuedAt.getTime() + FRESH_MS)
  const manifest: Manifest = {
    format: 1,
    forge_id: keyset.forge_id,
    keyset: keyset.number,
    epoch: keyset.epoch,
    issued_at: issuedAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    min_client: CLIENT_PROTOCOL,
    ...content,
  }
  return { manifest, envelope: Buffer.from(sealManifest(manifest, key)), issuedAt, expiresAt }
}

/** Throws `signing_key.expired` where the key has ended by then. */
export function assertNotEnded({ notAfter }: SigningKey, at: Date): void {
  if (at <= notAfter) return
  throw new AnvilError(
    'signing_key.expired',
    `This FORGE's signing key ended on ${notAfter.toISOString()}. Make a new one with "anvil-forge keys rotate".`,
  )
}
