import { setImmediate } from 'node:timers/promises'
import type { Manifest, ManifestEntry } from '@anvil/shared'
import { openBundle } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import type { OpenedBundle, PromptTable } from '../prompts/prompt-table.js'
import type { RefusedDigests } from './refused-digests.js'
import { waitSpread } from './wait-spread.js'

/** Where the bundles of a manifest come from: what runs, what came beside it, what FORGE serves by digest. */
export interface BundleSources {
  running: PromptTable | undefined
  beside: ReadonlyMap<string, () => Promise<Uint8Array>>
  fetchBundle: (entry: ManifestEntry, signal: AbortSignal) => Promise<Uint8Array>
  refused: RefusedDigests
  /** The longest to wait before the first fetch, in milliseconds, so that a fleet does not ask all at once. */
  spreadMs: number
}

/** Gets every bundle of a manifest and verifies those that do not run already. */
export async function completeBundles(
  manifest: Manifest,
  sources: BundleSources,
  signal: AbortSignal,
): Promise<OpenedBundle[]> {
  const running = new Map(sources.running?.bundles.map((opened) => [opened.sha256, opened]))
  const opened: OpenedBundle[] = []
  let waited = false
  for (const entry of manifest.bundles) {
    signal.throwIfAborted()
    const known = running.get(entry.sha256) ?? (await openBeside(entry, manifest, sources))
    if (known) {
      opened.push(known)
      continue
    }
    if (!waited) await waitSpread(sources.spreadMs, signal)
    waited = true
    opened.push(await fetchOne(entry, manifest, { sources, signal }))
  }
  return opened
}

/** A bundle that came beside the manifest; a bad one counts as absent, for it can still be fetched. */
async function openBeside(
  entry: ManifestEntry,
  manifest: Manifest,
  { beside }: BundleSources,
): Promise<OpenedBundle | undefined> {
  const read = beside.get(entry.sha256)
  try {
    return read && (await open(await read(), entry, manifest))
  } catch {
    return undefined
  }
}

async function fetchOne(
  entry: ManifestEntry,
  manifest: Manifest,
  { sources, signal }: { sources: BundleSources; signal: AbortSignal },
): Promise<OpenedBundle> {
  const refused = sources.refused.find(entry.sha256)
  if (refused) throw refused
  const bytes = await sources.fetchBundle(entry, signal).catch((error: unknown) => note(error))
  try {
    return await open(bytes, entry, manifest)
  } catch (error) {
    return note(error)
  }

  function note(error: unknown): never {
    if (error instanceof AnvilError && error.code.startsWith('bundle.') && error.code !== 'bundle.missing')
      sources.refused.add(entry.sha256, error)
    throw error
  }
}

async function open(bytes: Uint8Array, entry: ManifestEntry, manifest: Manifest): Promise<OpenedBundle> {
  const bundle = openBundle(bytes, entry, manifest.project_id)
  await setImmediate()
  return { sha256: entry.sha256, bundle }
}
