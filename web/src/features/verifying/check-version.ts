import { Bundle } from '@anvil/shared'
import type { Version } from '@anvil/shared/api'
import { checkManifest, type ManifestProof } from './check-manifest.js'
import { Refusal } from './open-signed.js'
import { sha256Hex } from './web-crypto.js'

/** One thing that was looked at: it holds, it does not, or this browser can't tell. */
export interface Check {
  is: 'good' | 'bad' | 'unknown'
  words: string
}

/** What a version is checked by. */
export interface Evidence {
  /** What the browser verifies with; it has none for a page that came neither by HTTPS nor from localhost. */
  subtle: SubtleCrypto | undefined
  version: Version
  bundle: Uint8Array<ArrayBuffer>
  /** One for each environment that runs the version. */
  proofs: readonly ManifestProof[]
  projectId: string
}

/** Checks a version in this browser: its digest, what it says it is, and the signatures of what runs it. */
export async function checkVersion(evidence: Evidence): Promise<Check[]> {
  const { subtle, version, proofs } = evidence
  if (!subtle) {
    return [{ is: 'unknown', words: 'This browser checks nothing for a page that did not come by HTTPS.' }]
  }
  const signed = proofs.map((proof) => judge(() => checkManifest(subtle, proof, version)))
  return Promise.all([
    judge(() => checkDigest(subtle, evidence)),
    judge(() => Promise.resolve(checkNames(evidence))),
    ...signed,
  ])
}

async function checkDigest(subtle: SubtleCrypto, { bundle, version }: Evidence): Promise<string> {
  const digest = await sha256Hex(subtle, bundle)
  const size = bundle.length.toLocaleString('en')
  if (digest === version.sha256) return `The bundle's ${size} bytes have the SHA-256 that stands above.`
  throw new Refusal(`The bundle's ${size} bytes have another SHA-256: ${digest}.`)
}

function checkNames({ bundle, version, projectId }: Evidence): string {
  const read = Bundle.safeParse(JSON.parse(new TextDecoder().decode(bundle)))
  const { project_id, prompt_set_id, version: number } = read.data ?? {}
  if (project_id === projectId && prompt_set_id === version.prompt_set_id && number === version.version) {
    return 'The bundle names this project, this prompt set and this number.'
  }
  throw new Refusal('The bundle names another project, prompt set or number.')
}

async function judge(look: () => Promise<string>): Promise<Check> {
  try {
    return { is: 'good', words: await look() }
  } catch (error) {
    if (error instanceof Refusal) return { is: 'bad', words: error.message }
    if (error instanceof DOMException && error.name === 'NotSupportedError') {
      return { is: 'unknown', words: 'This browser does not know Ed25519, so it can check no signature.' }
    }
    return { is: 'bad', words: `What FORGE sent can't be read: ${String(error)}` }
  }
}
