import type { VerifiedManifest } from '@anvil/shared/open'
import { comparePlaces, type StateCache, type StoredState } from './cache/state-cache.js'
import { PromptTable } from './prompts/prompt-table.js'
import { reopenBundle } from './receiver/reopen-bundle.js'
import type { Running } from './receiver/running.js'
import type { Trust } from './trust/trust.js'

/** What a folder gave back. */
export interface Restored {
  running: Running | undefined
  /** The highest verified manifest, also where its prompts are lost: nothing older is to be taken. */
  highest: VerifiedManifest | undefined
  /** Whether the record of the highest manifest can't be trusted: what was found may be older than what ran here. */
  recordLost: boolean
  /** Whether something that was kept is damaged or behind, and should be written anew. */
  damaged: boolean
  /** Whether the folder holds the state of another FORGE than the configured root key. */
  otherForge: boolean
}

const NOTHING: Restored = {
  running: undefined,
  highest: undefined,
  recordLost: false,
  damaged: false,
  otherForge: false,
}

/** Loads the newest state of a folder, unless it has recorded a higher one, and verifies it again; the quick way first. */
export async function restoreState(cache: StateCache, trust: Trust): Promise<Restored> {
  const lastGood = await cache.readLastGood()
  if (lastGood?.isNewest === true) {
    if (trust.isOtherForge(lastGood.state.keysets)) return { ...NOTHING, otherForge: true }
    const found = openBest([lastGood.state], trust)
    if (found.running) return found
  }
  const recorded = await cache.readHighest()
  const history = await cache.readHistory().catch((error: unknown) => {
    if (lastGood ?? recorded) return []
    throw error
  })
  const states = [...history, lastGood?.state, recorded].filter((state) => state !== undefined)
  if (states.some(({ keysets }) => trust.isOtherForge(keysets))) return { ...NOTHING, otherForge: true }
  const found = openBest(states, trust)
  const recordLost = !quietly(() => recorded && trust.verify(recorded.manifest, true))
  return { ...found, recordLost, damaged: states.length > 0 }
}

/** Opens the newest verified manifest with the bundles of all states; an older one is never taken in its stead. */
export function openBest(states: readonly StoredState[], trust: Trust): Restored {
  for (const { keysets } of states) quietly(() => trust.adopt(keysets))
  const verified = states
    .flatMap(({ manifest }) => quietly(() => trust.verify(manifest, true)) ?? [])
    .sort((a, b) => comparePlaces(b.manifest, a.manifest))
  const [newest] = verified
  if (!newest) return { ...NOTHING, damaged: states.length > 0 }
  const table = openTable(newest, states)
  const running: Running | undefined = table && { verified: newest, table, source: 'cache' }
  return { ...NOTHING, running, highest: newest, damaged: !running }
}

function openTable({ manifest }: VerifiedManifest, states: readonly StoredState[]): PromptTable | undefined {
  return quietly(() => {
    const bundles = manifest.bundles.map((entry) => {
      const stored = states.flatMap(({ bundles }) => bundles.get(entry.sha256) ?? [])
      const bundle = firstOf(stored, (bytes) => reopenBundle(bytes, entry)) ?? reopenBundle(undefined, entry)
      return { sha256: entry.sha256, bundle }
    })
    return new PromptTable(manifest, bundles)
  })
}

function firstOf<A, B>(items: readonly A[], open: (item: A) => B): B | undefined {
  for (const item of items) {
    const opened = quietly(() => open(item))
    if (opened !== undefined) return opened
  }
  return undefined
}

/** What is stored may be damaged in any way: whatever it throws, it counts as absent. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
