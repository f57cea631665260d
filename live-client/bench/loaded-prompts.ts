import type { Bundle, BundledInclude, BundledPrompt, Manifest } from '@anvil/shared'
import type { IncludeSource } from '@anvil/shared/template'
import { PromptTable } from '../src/prompts/prompt-table.js'
import { Prompts } from '../src/prompts/prompts.js'

const PROJECT = '0198c0de-0000-7000-8000-000000000001'
const SET = '0198c0de-0000-7000-8000-000000000002'
const DIGEST = '0'.repeat(64)
const TIME = '2026-01-15T10:30:00Z'

function bundleOf(sources: ReadonlyMap<string, IncludeSource>): Bundle {
  const snapshot: Record<string, BundledPrompt> = {}
  const includes: Record<string, BundledInclude> = {}
  const from = { prompt_set_id: SET, version: '1.0.0', sha256: DIGEST }
  for (const [id, source] of sources) {
    if (id.startsWith('shared.')) includes[id] = { ...source, from }
    else snapshot[id] = { kind: 'text', ...source, metadata: {} }
  }
  const place = { project_id: PROJECT, prompt_set_id: SET, prompt_set: 'corpus' }
  return { format: 1, ...place, version: '1.0.0', created_at: TIME, snapshot, includes }
}

const MANIFEST: Manifest = {
  format: 1,
  forge_id: 'bench',
  project_id: PROJECT,
  environment: 'production',
  keyset: 1,
  epoch: 1,
  sequence: 1,
  issued_at: TIME,
  expires_at: TIME,
  min_client: 1,
  bundles: [],
}

/** What a client renders from, once a bundle of these templates is verified and swapped in. */
export function loadedPrompts(sources: ReadonlyMap<string, IncludeSource>): Prompts {
  const prompts = new Prompts({
    onMissing: 'throw',
    onMissingVariable: () => undefined,
    whyNotReady: () => 'not ready',
    reason: () => 'STATIC',
  })
  prompts.swap(new PromptTable(MANIFEST, [{ sha256: DIGEST, bundle: bundleOf(sources) }]))
  return prompts
}
