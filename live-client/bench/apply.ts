import { openBundle } from '@anvil/shared/bundle'
import { testForge } from '@anvil/shared/testing'
import type { ManifestEntry } from '@anvil/shared'
import { PromptTable } from '../src/prompts/prompt-table.js'
import { corpusBundles } from './cold-folder.js'
import { compareInRounds, processorClock, type Ratio } from './rounds.js'

const MB = 1024 * 1024

/** The first bundles of the corpus as one of about a megabyte, as it comes from the network. */
function oneMegabyte() {
  const bundles = corpusBundles(7_000)
  const [first] = bundles
  if (!first) throw new Error('The corpus has no bundle')
  const { manifest, bundles: sealed } = testForge().publish([first])
  const [entry] = manifest.bundles
  const bytes = sealed.get(entry?.sha256 ?? '')?.bytes
  if (!entry || !bytes || bytes.length < MB) throw new Error('The bundle is smaller than a megabyte')
  return { manifest, entry, bytes }
}

/** Verify, parse and make ready to render, against `JSON.parse` of the same bytes. */
export function applyRatios(): Ratio[] {
  const { manifest, entry, bytes } = oneMegabyte()
  const parse = (): void => void JSON.parse(Buffer.from(bytes).toString('utf8'))
  const apply = (): void => void table(bytes, entry)
  const table = (bytes: Uint8Array, entry: ManifestEntry): PromptTable =>
    new PromptTable(manifest, [{ sha256: entry.sha256, bundle: openBundle(bytes, entry, manifest.project_id) }])
  return compareInRounds(
    [
      { name: 'JSON.parse of it (limit)', run: parse },
      { name: 'verify, parse, make ready to render', run: apply },
    ],
    { rounds: 20, roundMs: 60, clock: processorClock },
  )
}
