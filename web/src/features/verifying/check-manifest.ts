import { type Envelope, Keyset, Manifest } from '@anvil/shared'
import type { Version } from '@anvil/shared/api'
import { openSigned, Refusal } from './open-signed.js'
import { fromBase64, sha256Hex } from './web-crypto.js'

const ROOT_PREFIX = 'ed25519:'
const TYPES = {
  keyset: 'application/vnd.anvil.keyset.v1+json',
  manifest: 'application/vnd.anvil.manifest.v1+json',
}

/** What proves that an environment runs a version, as FORGE gives it. */
export interface ManifestProof {
  environment: string
  projectId: string
  envelope: Envelope
  /** All keysets of FORGE, in order. */
  keysets: readonly Envelope[]
  /** As it is handed out, `ed25519:…`. */
  rootKey: string
}

/**
 * Follows the signatures from the root key over the newest keyset to an environment's manifest, and looks for a version
 * in it; answers what was found, or refuses.
 */
export async function checkManifest(
  subtle: SubtleCrypto,
  proof: ManifestProof,
  version: Pick<Version, 'prompt_set_id' | 'version' | 'sha256' | 'bytes'>,
): Promise<string> {
  const { environment, envelope } = proof
  const keyset = await newestKeyset(subtle, proof)
  const key = keyset.signing_keys.find(({ id }) => id === envelope.signatures[0]?.keyid)
  const name = `The manifest of ${environment}`
  requireType(envelope, TYPES.manifest, name)
  if (!key) throw new Refusal(`${name} is signed by a key that keyset ${keyset.number} does not list.`)
  if (keyset.revoked.includes(key.id)) throw new Refusal(`${name} is signed by a revoked key.`)
  const manifest = await openSigned(subtle, { envelope, key, schema: Manifest, name })
  if (Date.parse(manifest.issued_at) > Date.parse(key.not_after)) {
    throw new Refusal(`${name} was signed after its key had ended.`)
  }
  if (manifest.project_id !== proof.projectId || manifest.environment !== environment) {
    throw new Refusal(`${name} is for another project or environment.`)
  }
  const entry = manifest.bundles.find(({ prompt_set_id }) => prompt_set_id === version.prompt_set_id)
  const fields = ['version', 'sha256', 'bytes'] as const
  if (!entry || fields.some((field) => entry[field] !== version[field])) {
    throw new Refusal(`${name} does not name ${version.version} with this digest.`)
  }
  return `${name}, #${manifest.sequence}, names this digest. It is signed by the key ${key.id.slice(0, 12)}, which keyset ${keyset.number} lists; that keyset is signed by ${proof.rootKey}. Compare this root key with the ANVIL_ROOT_KEY of your application.`
}

async function newestKeyset(subtle: SubtleCrypto, { keysets, rootKey }: ManifestProof): Promise<Keyset> {
  const envelope = keysets.at(-1)
  if (!envelope) throw new Refusal('FORGE gives no keyset.')
  const public_key = rootKey.slice(ROOT_PREFIX.length)
  const key = { id: await sha256Hex(subtle, fromBase64(public_key)), public_key }
  requireType(envelope, TYPES.keyset, 'The newest keyset')
  return openSigned(subtle, { envelope, key, schema: Keyset, name: 'The newest keyset' })
}

function requireType({ payloadType }: Envelope, wanted: string, name: string): void {
  if (payloadType !== wanted) throw new Refusal(`${name} is a document of another type.`)
}
