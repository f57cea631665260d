import { AnvilError, type Keyset } from '@anvil/shared'
import { formatRootKey } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import type { SecretBox } from '../secrets/secret-box.js'
import { ensureFirstKeys, type KeyDependencies } from './first-keys.js'
import { type HeldKeys, readHeldKeys, signerOf } from './held-keys.js'
import { openPrivateKey } from './private-key.js'
import { type AuditHead, signCheckpoint } from './sign-checkpoint.js'
import { type ManifestContent, type SignedManifest, signManifest, type SigningKey } from './sign-manifest.js'
import { findNewestKeysetPlace } from './signing-store.js'

/** What signs manifests under the newest keyset. */
export interface Signer {
  keyset: number
  epoch: number
  /**
   * Signs a manifest that is issued now, never earlier than the one before it (clients take a falling time for a replay),
   * and fresh for 7 days; throws `signing_key.expired` after the key has ended.
   */
  signManifest: (content: ManifestContent, previousIssuedAt?: Date) => SignedManifest
  /** Signs what the head of an audit trail is now; throws `signing_key.expired` after the key has ended. */
  signCheckpoint: (head: AuditHead) => Buffer
}

interface Keys {
  keyset: Keyset
  root: string
  signingKey: SigningKey | undefined
}

/** The keys of this FORGE: who it is, and how it signs what an environment runs. */
export class Signing {
  readonly #dependencies: KeyDependencies
  #keys: Keys

  constructor(dependencies: KeyDependencies, keys: Keys) {
    this.#dependencies = dependencies
    this.#keys = keys
  }

  /** The fingerprint of the root key that this FORGE began with, which names it. */
  get forgeId(): string {
    return this.#keys.keyset.forge_id
  }

  /** The newest root key as it is handed out, `ed25519:…`: the value of ANVIL_ROOT_KEY. */
  get rootKey(): string {
    return formatRootKey(this.#keys.root)
  }

  /** When the signing key ends; manifests signed later are refused by clients. Undefined where none can sign. */
  get notAfter(): Date | undefined {
    return this.#keys.signingKey?.notAfter
  }

  /** What signs now. Ask in the transaction that signs: the keys are read anew where another process changed them. */
  async current(db: Knex): Promise<Signer> {
    const { number, epoch } = await findNewestKeysetPlace(db)
    const held = this.#keys.keyset
    if (held.number !== number || held.epoch !== epoch) this.#keys = await readKeys(db, this.#dependencies.secrets)
    const { keyset, signingKey } = this.#keys
    if (!signingKey) throw missing(keyset)
    const { now } = this.#dependencies
    return {
      keyset: keyset.number,
      epoch: keyset.epoch,
      signManifest: (content, previousIssuedAt) =>
        signManifest(content, { keyset, key: signingKey, issuedAt: later(now(), previousIssuedAt) }),
      signCheckpoint: (head) => signCheckpoint(head, { keyset, key: signingKey, issuedAt: now() }),
    }
  }
}

/** Opens this FORGE's keys, and makes them at its first start. */
export async function openSigning(db: Knex, dependencies: KeyDependencies): Promise<Signing> {
  await ensureFirstKeys(db, dependencies)
  return new Signing(dependencies, await readKeys(db, dependencies.secrets))
}

async function readKeys(db: Knex, secrets: SecretBox): Promise<Keys> {
  const held = await readHeldKeys(db)
  const { newest: keyset, root } = held.chain
  return { keyset, root: keyset.roots.at(-1)?.public_key ?? root, signingKey: signingKeyOf(held, secrets) }
}

function signingKeyOf(held: HeldKeys, secrets: SecretBox): SigningKey | undefined {
  const id = signerOf(held)
  const listed = held.chain.newest.signing_keys.find((key) => key.id === id)
  const sealed = held.stored.find((key) => key.id === id)?.private_key_encrypted
  return listed && sealed
    ? { ...openPrivateKey(secrets, listed.id, sealed), notAfter: new Date(listed.not_after) }
    : undefined
}

function missing({ number }: Keyset): AnvilError {
  return new AnvilError(
    'signing_key.missing',
    `Keyset ${number} names no signing key whose private half this database holds. Make a new one with "anvil-forge keys rotate", or restore the database that belongs to it.`,
  )
}

function later(now: Date, previous: Date | undefined): Date {
  return previous && previous > now ? previous : now
}
