import type { Environment, LiveInstance, Publication, PromptSet } from '@anvil/shared/api'
import { sayInstances } from '../publications/say-publication.js'

interface Known {
  promptSetId: string
  instances: readonly LiveInstance[]
  /** The publications of the environment, as far as they were read. */
  publications: readonly Pick<Publication, 'sequence' | 'bundles'>[]
}

/** Which version of a prompt set how many instances run, the most first: "1.2.0 on 3 instances". */
export function runsOf({ promptSetId, instances, publications }: Known): string[] {
  const bundlesAt = new Map(publications.map(({ sequence, bundles }) => [sequence, bundles]))
  const versionAt = (sequence: number | null): string => {
    if (sequence === null) return 'nothing'
    const bundles = bundlesAt.get(sequence)
    if (!bundles) return 'something older'
    return bundles.find(({ prompt_set_id }) => prompt_set_id === promptSetId)?.version ?? 'nothing'
  }
  const versions = instances.map(({ sequence }) => versionAt(sequence))
  const counts = [...new Set(versions)].map((version) => ({
    version,
    count: versions.filter((v) => v === version).length,
  }))
  return counts
    .toSorted((a, b) => b.count - a.count)
    .map(({ version, count }) => `${version} on ${sayInstances(count)}`)
}

/** How many instances would take a publication now, and why the others would not. */
export function takersOf(instances: readonly LiveInstance[]): string {
  const silent = instances.filter(({ contact }) => contact === 'silent').length
  const frozen = instances.filter(({ contact, mode }) => contact === 'connected' && mode === 'frozen').length
  const others = [
    ...(frozen > 0 ? [`${frozen} frozen ${frozen === 1 ? 'stays' : 'stay'}`] : []),
    ...(silent > 0 ? [`${silent} silent ${silent === 1 ? 'takes' : 'take'} it later`] : []),
  ]
  const takers = sayInstances(instances.length - silent - frozen)
  return others.length > 0 ? `${takers}; ${others.join(', ')}` : takers
}

/** When an environment takes what is drafted now, by its rule. */
export function takesIt({ allowed_kinds }: Pick<Environment, 'allowed_kinds'>, status: PromptSet['status']): string {
  const kind = status === 'REVIEW' ? 'review' : 'live'
  return allowed_kinds.includes(kind) ? 'as a draft' : 'once locked'
}
