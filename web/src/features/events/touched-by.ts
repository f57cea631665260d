import type { ChangeKind, Hint } from '@anvil/shared/api'

/** Where in the keys of a project's queries a change is found; what is not here may be anywhere. */
const AREAS: Partial<Record<ChangeKind, string>> = {
  prompts: 'prompt-sets',
  prompt_set: 'prompt-sets',
  review: 'prompt-sets',
  version: 'prompt-sets',
  publication: 'environments',
  delivery: 'deliveries',
  fleet: 'instances',
  tokens: 'access-tokens',
}
const KNOWN = ['prompt-sets', 'environments', 'access-tokens']

const NARROW = ['deliveries', 'instances']

/** What is not read again under somebody who is about to approve or confirm it. */
const STILL = ['draft', 'preview']

/** The root of what waits for somebody over all projects, which changes with the reviews of each. */
const WAITING = 'waiting-reviews'

/** Whether what a query shows may be another since a hint. */
export function isTouched(projectId: string, hint: Hint, key: readonly unknown[]): boolean {
  const [root, project, area, id] = key
  const place = AREAS[hint.what]
  if (root === WAITING) return place === undefined || place === 'prompt-sets'
  if (root !== 'projects' || project !== projectId || STILL.some((word) => key.includes(word))) return false
  if (place === undefined) return true
  if (NARROW.includes(place)) return key.includes(place)
  if (typeof area === 'string' && !KNOWN.includes(area)) return true
  return area === place && isOfSet(hint, id)
}

const isOfSet = ({ prompt_set_id }: Hint, id: unknown): boolean =>
  prompt_set_id === undefined || id === undefined || id === prompt_set_id
