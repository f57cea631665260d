import type { ManifestEntry } from '@anvil/shared'
import type { ChangedSet, RunningBundle } from '@anvil/shared/api'

/** What an environment runs by prompt set, in the order in which manifests list it. */
export function sortedBundles(bundles: Iterable<RunningBundle>): RunningBundle[] {
  return [...bundles].sort((a, b) => (a.prompt_set < b.prompt_set ? -1 : 1))
}

/** The bundles by the id of their prompt set. */
export function byPromptSet(bundles: readonly RunningBundle[]): Map<string, RunningBundle> {
  return new Map(bundles.map((bundle) => [bundle.prompt_set_id, bundle]))
}

/** Which prompt sets run something else after than before. */
export function changesBetween(before: readonly RunningBundle[], after: readonly RunningBundle[]): ChangedSet[] {
  const [old, next] = [byPromptSet(before), byPromptSet(after)]
  return sortedBundles(new Map([...old, ...next]).values()).flatMap(({ prompt_set_id, prompt_set }) => {
    const [from, to] = [old.get(prompt_set_id), next.get(prompt_set_id)]
    if (from?.sha256 === to?.sha256) return []
    return [{ prompt_set_id, prompt_set, from: from?.version ?? null, to: to?.version ?? null }]
  })
}

/** The line of the manifest for what runs. */
export function toManifestEntry(bundle: RunningBundle): ManifestEntry {
  const { version_id: _, ...entry } = bundle
  return entry
}
