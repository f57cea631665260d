import { isolate } from '@anvil/shared'
import type { ChangedSet, Delivery, Publication, PublicationPreview, RetryResult } from '@anvil/shared/api'
import type { Asked } from './api.js'

/** What was moved, in a line: "onboarding 1.2.0 → 1.3.0". */
export function sayChanged(changed: readonly ChangedSet[]): string {
  return changed.length === 0 ? 'Nothing moved' : changed.map(sayMove).join(', ')
}

/** From which version to which a prompt set goes. */
export function sayMove({ prompt_set, from, to }: ChangedSet): string {
  const name = isolate(prompt_set)
  if (from === null) return `${name} ${to}, new here`
  return to === null ? `${name} ${from} taken out` : `${name} ${from} → ${to}`
}

/** What an instance is called, and where it is; one that FORGE has forgotten is known by its id alone. */
export function nameOf({ app, host, instance_id }: Pick<Delivery, 'app' | 'host' | 'instance_id'>): [string, string] {
  return app === '' ? ['Forgotten instance', instance_id] : [app, host]
}

/** How long something took. */
export const sayTook = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms)} ms`)

/** How many instances, in words. */
export const sayInstances = (count: number): string => (count === 1 ? '1 instance' : `${count} instances`)

/** What the button that confirms a publication does. */
export function confirmLabel(asked: Asked, { changed, instances, environment }: PublicationPreview): string {
  const where = instances === 0 ? environment : sayInstances(instances)
  if (asked.kind === 'rollback') return `Roll back ${where} to #${asked.to_sequence}`
  const [only, ...others] = changed
  const isOne = only !== undefined && others.length === 0
  if (asked.kind === 'withdraw') return `Withdraw ${isOne ? isolate(only.prompt_set) : 'it'} from ${where}`
  const verb = asked.kind === 'promote' ? 'Promote' : 'Publish'
  const what = isOne && only.to !== null ? only.to : sayHowMany(asked, changed.length)
  return what === undefined ? `${verb} to ${where}` : `${verb} ${what} to ${where}`
}

/** How many prompt sets go; nothing where none is known to. */
function sayHowMany(asked: Asked, changed: number): string | undefined {
  if (changed > 0) return saySets(changed)
  const [only, ...others] = asked.kind === 'publish' ? asked.sets : []
  if (!only) return undefined
  if (others.length > 0) return saySets(1 + others.length)
  return 'version' in only ? only.version : 'the draft'
}

const saySets = (count: number): string => (count === 1 ? '1 prompt set' : `${count} prompt sets`)

/** Who is asked once more to take a publication. */
export function sayRetried({ asked, not_connected: absent }: Pick<RetryResult, 'asked' | 'not_connected'>): string {
  const rest = absent === 0 ? '' : ` ${sayInstances(absent)} can’t be: not connected.`
  return `${sayInstances(asked)} ${asked === 1 ? 'is' : 'are'} asked again.${rest}`
}

const HEADS: Record<Publication['kind'], string> = {
  initial: 'Made with nothing in it',
  publish: 'Published',
  withdraw: 'Withdrawn',
  rollback: 'Rolled back',
  promote: 'Promoted',
}

/** What kind of act it was, and from where it took its versions. */
export function sayKind({ kind, origin }: Publication): string {
  if (!origin) return HEADS[kind]
  return kind === 'rollback' ? `Rolled back to #${origin.sequence}` : `${HEADS[kind]} from ${origin.environment}`
}
