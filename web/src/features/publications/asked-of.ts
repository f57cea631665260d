import type { PromptSet } from '@anvil/shared/api'
import type { Asked } from './api.js'
import type { NewPublicationSearch } from './publication-search.js'

/** The choices of prompt sets, each with its version or `draft`. */
export type Picks = Readonly<Record<string, string>>

export const DRAFT = 'draft'

/** What is picked by an address; a prompt set without a version is taken at its last locked one. */
export function picksOf({ set, version, also }: NewPublicationSearch, sets: readonly PromptSet[]): Picks {
  if (set === undefined) return {}
  const locked = sets.find(({ id }) => id === set)?.locked_version
  return { [set]: version ?? locked ?? DRAFT, ...also }
}

/** The picks of prompt sets that are there, and how many others an address names. */
export function sortPicks(picks: Picks, sets: readonly Pick<PromptSet, 'id'>[]): { known: Picks; unknown: number } {
  const all = Object.entries(picks)
  const known = all.filter(([id]) => sets.some((set) => set.id === id))
  return { known: Object.fromEntries(known), unknown: all.length - known.length }
}

/** An address that picks these. */
export function searchOf(picks: Picks): Pick<NewPublicationSearch, 'set' | 'version' | 'also'> {
  const [first, ...others] = Object.entries(picks)
  if (!first) return { set: undefined, version: undefined, also: undefined }
  const also = others.length > 0 ? Object.fromEntries(others) : undefined
  return { set: first[0], version: first[1], also }
}

/** What the person sees and means: what the drafts say, and where the environment stands that is promoted from. */
export interface Seen {
  digests: ReadonlyMap<string, string>
  fromSequence?: number | undefined
}

/** What an address asks for, or undefined where nothing is picked yet or it is not known what is there. */
export function askedOf(
  search: NewPublicationSearch,
  picks: Picks,
  { digests, fromSequence }: Seen,
): Asked | undefined {
  const { rollback, withdraw, promote } = search
  if (rollback !== undefined) {
    return { kind: 'rollback', to_sequence: rollback }
  }
  if (withdraw !== undefined) return { kind: 'withdraw', prompt_set_ids: [withdraw] }
  if (promote !== undefined) {
    return fromSequence === undefined
      ? undefined
      : { kind: 'promote', from_environment: promote, from_sequence: fromSequence }
  }
  const entries = Object.entries(picks)
  if (entries.length === 0 || entries.some(([id, pick]) => pick === DRAFT && !digests.has(id))) return undefined
  return { kind: 'publish', sets: entries.map(([id, pick]) => toSet(id, pick, digests.get(id))) }
}

function toSet(prompt_set_id: string, pick: string, content_digest: string | undefined) {
  if (pick !== DRAFT) return { prompt_set_id, version: pick }
  return { prompt_set_id, draft: true as const, ...(content_digest !== undefined && { content_digest }) }
}
