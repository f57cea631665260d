import type { Environment, FleetGroup, PromptSet } from '@anvil/shared/api'
import { sayInstances } from '../publications/say-publication.js'

type RunningGroup = Pick<FleetGroup, 'versions' | 'standing' | 'instances'>
type ContactGroup = Pick<FleetGroup, 'instances' | 'connected' | 'frozen'>

/** Which version of a prompt set how many instances run, the most first: "1.2.0 on 3 instances". */
export function runsOf(promptSetId: string, groups: readonly RunningGroup[]): string[] {
  const counts = new Map<string, number>()
  for (const { versions, standing, instances } of groups) {
    const found = versions.find(({ prompt_set_id }) => prompt_set_id === promptSetId)
    const version = found?.version ?? (standing === 'ahead' ? 'something unknown' : 'nothing')
    counts.set(version, (counts.get(version) ?? 0) + instances)
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([version, count]) => `${version} on ${sayInstances(count)}`)
}

/** How many instances would take a publication now, and why the others would not. */
export function takersOf(groups: readonly ContactGroup[]): string {
  const sum = (name: keyof ContactGroup) => groups.reduce((total, group) => total + group[name], 0)
  const silent = sum('instances') - sum('connected')
  const frozen = sum('frozen')
  const others = [
    ...(frozen > 0 ? [`${frozen} frozen ${frozen === 1 ? 'stays' : 'stay'}`] : []),
    ...(silent > 0 ? [`${silent} silent ${silent === 1 ? 'takes' : 'take'} it later`] : []),
  ]
  const takers = sayInstances(sum('connected') - frozen)
  return others.length > 0 ? `${takers}; ${others.join(', ')}` : takers
}

/** When an environment takes what is drafted now, by its rule. */
export function takesIt({ allowed_kinds }: Pick<Environment, 'allowed_kinds'>, status: PromptSet['status']): string {
  const kind = status === 'REVIEW' ? 'review' : 'live'
  return allowed_kinds.includes(kind) ? 'as a draft' : 'once locked'
}
