import type { RunningBundle, RunVersion } from '@anvil/shared/api'

/** Which version of which prompt set bundles are, by name. */
export function toVersions(bundles: readonly RunningBundle[]): RunVersion[] {
  return bundles
    .map(({ prompt_set_id, prompt_set, version }) => ({ prompt_set_id, prompt_set, version }))
    .toSorted((a, b) => (a.prompt_set < b.prompt_set ? -1 : 1))
}
