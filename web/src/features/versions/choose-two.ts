import type { PromptSet, Version } from '@anvil/shared/api'
import { DRAFT, saySide } from './say-version.js'

/** Two sides to be compared, the older one first; or why there are none yet. */
export type Choice = { label: string; from: string; to: string } | { label: string; because: string }

/** What can be compared of a prompt set, newest first: the draft where one is open, then its versions. */
export function sidesOf(
  { status }: Pick<PromptSet, 'status'>,
  versions: readonly Pick<Version, 'version'>[],
): string[] {
  return [...(status === 'LOCKED' ? [] : [DRAFT]), ...versions.map(({ version }) => version)]
}

/** What comes of the sides that somebody ticked; `sides` are all of them, newest first. */
export function choiceOf(chosen: readonly string[], sides: readonly string[]): Choice {
  const [to, from, ...more] = sides.filter((side) => chosen.includes(side))
  if (from !== undefined && more.length === 0 && to !== undefined) {
    return { label: `Compare ${saySide(from)} with ${saySide(to)}`, from, to }
  }
  const label = 'Compare two'
  if (to === undefined) return { label, because: 'Choose two to compare them.' }
  if (from === undefined) return { label, because: 'Choose one more to compare them.' }
  return { label, because: `${more.length + 2} are chosen. Two can be compared.` }
}
