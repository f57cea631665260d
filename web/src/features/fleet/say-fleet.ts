import { isolate } from '@anvil/shared'
import type { FleetGroup, FleetPlace, LiveInstance, RunVersion, SyncRequest } from '@anvil/shared/api'
import { sayInstances } from '../publications/say-publication.js'

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** The place of what an instance or a group runs, as a filter writes it. */
export const runsKey = ({ epoch, sequence }: Pick<FleetPlace, 'epoch' | 'sequence'>): string =>
  epoch === null || sequence === null ? 'nothing' : `${epoch}-${sequence}`

/** What instances run, by the number of its publication. */
export const sayPlace = ({ sequence }: Pick<FleetPlace, 'sequence'>): string =>
  sequence === null ? 'Nothing yet' : `Publication ${sequence}`

/** Versions of prompt sets: "welcome 1.4.0, letters 2.0.0"; of many, the first and how many more. */
export function sayVersions(versions: readonly RunVersion[], most = Infinity): string {
  if (versions.length === 0) return 'no prompt sets'
  const named = versions.slice(0, most).map(({ prompt_set, version }) => `${isolate(prompt_set)} ${version}`)
  const more = versions.length - named.length
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
}

/** How long something has been so: "3 hours". */
export function sayFor(since: string, now: Date): string {
  const seconds = Math.max(1, Math.round((now.getTime() - Date.parse(since)) / 1_000))
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1]
  return sayCount(Math.trunc(seconds / size), unit)
}

/** How far a place is from what the environment runs; nothing where it is that. */
export function sayLag({ standing, behind, behind_since }: Omit<FleetPlace, 'epoch'>, now: Date): string | undefined {
  if (standing === 'current') return undefined
  if (standing === 'nothing') return 'It has taken no publication yet'
  if (standing === 'ahead') return 'Ahead of what this FORGE knows'
  if (behind_since === null) return 'Signed under keys that have changed since'
  return `${sayCount(behind, 'publication')} behind for ${sayFor(behind_since, now)}`
}

/** Who of a group can't be moved, and why. */
export function sayStaying({ instances, frozen, can_hear }: FleetGroup): string | undefined {
  const said = [
    ...(frozen > 0 ? [`${frozen} frozen ${frozen === 1 ? 'stays' : 'stay'} here`] : []),
    ...(instances > can_hear ? [`${instances - can_hear} can’t be told`] : []),
  ]
  return said.length > 0 ? said.join(', ') : undefined
}

const DONE: readonly (readonly [state: keyof SyncRequest['counts'], one: string, many: string])[] = [
  ['applied', 'took it now', 'took it now'],
  ['current', 'ran it already', 'ran it already'],
  ['frozen', 'is frozen and stays where it is', 'are frozen and stay where they are'],
  ['rolled_back', 'went back by itself', 'went back by themselves'],
  ['rejected', 'refused it', 'refused it'],
  ['unanswered', 'did not answer', 'did not answer'],
]

/** What came of asking instances to sync: who did what, and for whom is waited. */
export function saySynced({ asked, not_connected, sequence, counts }: SyncRequest): string {
  const waiting = (counts.asked ?? 0) + (counts.told ?? 0)
  const parts = DONE.flatMap(([state, one, many]) => {
    const count = counts[state] ?? 0
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
  })
  const done = [...parts, ...(waiting > 0 ? [`waiting for ${waiting}`] : [])].join(', ')
  const absent = not_connected === 0 ? '' : ` ${sayAbsent(not_connected)}`
  if (asked === 0) return `Nobody could be asked.${absent}`
  return `${sayInstances(asked)} asked to run publication ${sequence}: ${done}.${absent}`
}

const sayAbsent = (count: number): string =>
  `${sayInstances(count)} can’t be asked, since no connection stands; ${
    count === 1 ? 'it looks by itself' : 'they look by themselves'
  }.`

/** How an instance is called: by its application and where that runs. */
export const sayInstance = ({ app, host }: Pick<LiveInstance, 'app' | 'host'>): string =>
  `${isolate(app)} on ${isolate(host)}`

const sayCount = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`
