import { AnvilError, CLIENT_PROTOCOL, type Keyset, type Manifest } from '@anvil/shared'
import { formatRootKey, type KeyPair, openKeysets, sealManifest } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import type { SecretBox } from '../secrets/secret-box.js'
import { ensureFirstKeys, type KeyDependencies } from './first-keys.js'
import { openPrivateKey } from './private-key.js'
import { listKeys, listKeysetEnvelopes, type StoredKey } from './signing-store.js'

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

/** The keys of this FORGE, opened once: who it is, and how it signs what an environment runs. */
export interface Signing {
  /** The fingerprint of the first root key, which names this FORGE for ever. */
  forgeId: string
  /** The newest root key in base64url. */
  rootPublicKey: string
  /** The same as it is handed out, `ed25519:…`: the value of ANVIL_ROOT_KEY. */
  rootKey: string
  keysetNumber: number
  epoch: number
  /** When the newest signing key ends; manifests signed later are refused by clients. */
  notAfter: Date
  /**
   * Signs a manifest that is issued now, never earlier than the one before it (clients take a falling time for a replay),
   * and fresh for 7 days; throws `signing_key.expired` after `notAfter`.
   */
  signManifest: (content: ManifestContent, previousIssuedAt?: Date) => SignedManifest
}

interface SigningKey extends KeyPair {
  notAfter: Date
}

/** Opens this FORGE's keys, and makes them at its first start. */
export async function openSigning(db: Knex, dependencies: KeyDependencies): Promise<Signing> {
  await ensureFirstKeys(db, dependencies)
  const { newest: keyset, root } = openKeysets(await listKeysetEnvelopes(db, 0), 'first-use')
  const rootPublicKey = keyset.roots.at(-1)?.public_key ?? root
  const key = signingKeyOf(keyset, await listKeys(db), dependencies.secrets)
  return {
    forgeId: keyset.forge_id,
    rootPublicKey,
    rootKey: formatRootKey(rootPublicKey),
    keysetNumber: keyset.number,
    epoch: keyset.epoch,
    notAfter: key.notAfter,
    signManifest: (content, previousIssuedAt) =>
      sign(content, { keyset, key, issuedAt: later(dependencies.now(), previousIssuedAt) }),
  }
}

/** The key that lives longest among those which the newest keyset names and whose private half is here. */
function signingKeyOf(keyset: Keyset, stored: readonly StoredKey[], secrets: SecretBox): SigningKey {
  const privateHalves = new Map(stored.map((key) => [key.id, key.private_key_encrypted]))
  const usable = keyset.signing_keys
    .filter(({ id }) => !keyset.revoked.includes(id) && privateHalves.get(id))
    .map(({ id, not_after }) => ({ id, notAfter: new Date(not_after), sealed: privateHalves.get(id) }))
    .sort((a, b) => b.notAfter.getTime() - a.notAfter.getTime())
  const [best] = usable
  if (!best?.sealed) {
    throw new AnvilError(
      'signing_key.missing',
      `Keyset ${keyset.number} names no signing key whose private half this database holds. Restore the database that belongs to it.`,
    )
  }
  return { ...openPrivateKey(secrets, best.id, best.sealed), notAfter: best.notAfter }
}

function sign(
  content: ManifestContent,
  { keyset, key, issuedAt }: { keyset: Keyset; key: SigningKey; issuedAt: Date },
): SignedManifest {
  if (issuedAt > key.notAfter) {
    throw new AnvilError(
      'signing_key.expired',
      `This FORGE's signing key ended on ${key.notAfter.toISOString()}. Make a new one with "anvil-forge keys rotate".`,
    )
  }
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

function later(now: Date, previous: Date | undefined): Date {
  return previous && previous > now ? previous : now
}
