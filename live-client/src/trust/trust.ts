import type { Trust as TrustWord } from '@anvil/shared'
import { AnvilError } from '@anvil/shared/errors'
import {
  type KeysetChain,
  needsNewerKeysets,
  openKeysets,
  openManifest,
  type VerifiedManifest,
} from '@anvil/shared/open'

export interface TrustOptions {
  /** The root key that was configured, in base64url. */
  rootKey: string | undefined
  projectId: string
  environment: string
  /** Hears once of a root key that is trusted because it is the first one seen. */
  onFirstUse: (rootKey: string) => void
}

/** Which keys are trusted, and how: the one place where documents are verified. */
export class Trust {
  readonly #options: TrustOptions
  #pin: string | undefined
  #chain: KeysetChain | undefined

  constructor(options: TrustOptions) {
    this.#options = options
    this.#pin = options.rootKey
  }

  get word(): TrustWord {
    if (!this.#chain) return 'none'
    return this.#options.rootKey === undefined ? 'first-use' : 'pinned'
  }

  /** The verified keysets as they are kept, or none yet. */
  get envelopes(): readonly Uint8Array[] {
    return this.#chain?.envelopes ?? []
  }

  /** The number of the newest verified keyset; 0 before the first. */
  get newest(): number {
    return this.#chain?.newest.number ?? 0
  }

  get forgeId(): string | undefined {
    return this.#chain?.forge_id
  }

  /** Takes the root key that this folder trusted before, unless one was configured. */
  usePin(rootKey: string): void {
    this.#pin ??= rootKey
  }

  /** Verifies keysets and adds them to the chain; whether that made it longer. Throws `keyset.…` and keeps the chain. */
  adopt(envelopes: readonly Uint8Array[]): boolean {
    if (envelopes.length === 0) return false
    const before = this.#chain
    const trust = before ? { held: before } : this.#pin === undefined ? 'first-use' : { root: this.#pin }
    const chain = openKeysets(envelopes, trust)
    this.#chain = chain
    if (this.#pin === undefined) {
      this.#pin = chain.root
      this.#options.onFirstUse(chain.root)
    }
    return chain.keysets.length > (before?.keysets.length ?? 0)
  }

  /** Whether these keysets, whole in themselves, are of another FORGE than the configured root key. */
  isOtherForge(envelopes: readonly Uint8Array[]): boolean {
    const { rootKey } = this.#options
    if (rootKey === undefined || envelopes.length === 0) return false
    return !opens(envelopes, { root: rootKey }) && opens(envelopes, 'first-use')
  }

  /** Whether keysets that are not held yet may decide about a manifest. */
  needsNewerKeysets(envelope: Uint8Array): boolean {
    return !this.#chain || needsNewerKeysets(envelope, this.#chain)
  }

  /** Verifies a manifest's signature, key, target and epoch; `activated` is for one that this folder ran already. */
  verify(envelope: Uint8Array, activated: boolean): VerifiedManifest {
    const chain = this.#chain
    if (!chain) {
      throw new AnvilError(
        'manifest.unknown_key',
        'No keyset of FORGE is known yet, so no manifest can be verified. Check that FORGE answers.',
      )
    }
    const { projectId, environment } = this.#options
    const target = { forge_id: chain.forge_id, project_id: projectId, environment }
    return openManifest(envelope, { chain, target, activated })
  }
}

function opens(envelopes: readonly Uint8Array[], trust: Parameters<typeof openKeysets>[1]): boolean {
  try {
    openKeysets(envelopes, trust)
    return true
  } catch {
    return false
  }
}

/** Whether a manifest that ran here is signed by a key that was revoked since, or had ended. */
export function isBadKey(verified: VerifiedManifest | undefined): boolean {
  return verified?.keyStanding === 'revoked' || verified?.keyStanding === 'expired'
}
