import type { KeyPair } from '../bundle/keys.js'
import type { Bundle, BundledPrompt, Keyset, Manifest, Variables } from '../protocol/documents.js'
import { testKey } from './test-keys.js'

export const PROJECT_ID = '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b'
export const PROMPT_SET_ID = '0b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c'
export const NOW = '2026-01-15T10:30:00Z'

/** A text prompt, with the given variables all typed as required strings unless they say otherwise. */
export function textPrompt(template: string, variables: Variables = {}): BundledPrompt {
  return { kind: 'text', template, delimiters: null, variables, metadata: {} }
}

/** A required variable of type string. */
export const requiredString = { type: 'string', required: true, default: null, description: '' } as const

/** A good bundle of one prompt, `welcome.message`, changed as told. */
export function aBundle(change: Partial<Bundle> = {}): Bundle {
  return {
    format: 1,
    project_id: PROJECT_ID,
    prompt_set_id: PROMPT_SET_ID,
    prompt_set: 'onboarding',
    version: '1.2.3',
    created_at: NOW,
    snapshot: { 'welcome.message': textPrompt('Welcome {{name}}!', { name: requiredString }) },
    includes: {},
    ...change,
  }
}

/** A keyset in which `root` is the only root key and `signers` may sign for a year, changed as told. */
export function aKeyset(root: KeyPair, signers: readonly KeyPair[], change: Partial<Keyset> = {}): Keyset {
  return {
    format: 1,
    forge_id: root.id,
    number: 1,
    epoch: 1,
    issued_at: NOW,
    roots: [listed(root)],
    signing_keys: signers.map((key) => ({ ...listed(key), not_after: '2027-01-15T10:30:00Z' })),
    revoked: [],
    ...change,
  }
}

/** A good manifest without bundles at sequence 1 of production, changed as told. */
export function aManifest(change: Partial<Manifest> = {}): Manifest {
  return {
    format: 1,
    forge_id: testKey('root').id,
    project_id: PROJECT_ID,
    environment: 'production',
    keyset: 1,
    epoch: 1,
    sequence: 1,
    issued_at: NOW,
    expires_at: '2026-01-22T10:30:00Z',
    min_client: 1,
    bundles: [],
    ...change,
  }
}

/** A key as keysets list it: its public half under its id. */
export function listed({ id, publicKey }: KeyPair): { id: string; public_key: string } {
  return { id, public_key: publicKey }
}
