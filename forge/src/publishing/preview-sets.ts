import type { Breaking, ChangedSet, Diff, PreviewedSet, RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { Content } from '../reviews/draft-content.js'
import { diffContents } from '../versions/diff-contents.js'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import { byPromptSet } from './running-bundles.js'

interface Move {
  before: readonly RunningBundle[]
  after: readonly RunningBundle[]
}

/** A changed prompt set with its contents on both sides. */
interface Side extends ChangedSet {
  old: Content
  next: Content
}

const NOTHING: Content = { snapshot: {}, includes: {} }

/** How the texts of each changed prompt set differ; those first that break callers. */
export async function previewSets(
  { trx }: { trx: Knex },
  changed: readonly ChangedSet[],
  { before, after }: Move,
): Promise<PreviewedSet[]> {
  const [old, next] = [byPromptSet(before), byPromptSet(after)]
  const contentOf = (bundle: RunningBundle | undefined): Promise<Content> =>
    bundle ? getVersionBundle(trx, bundle.version_id) : Promise.resolve(NOTHING)
  const sides: Side[] = []
  for (const change of changed) {
    const { prompt_set_id } = change
    sides.push({
      ...change,
      old: await contentOf(old.get(prompt_set_id)),
      next: await contentOf(next.get(prompt_set_id)),
    })
  }
  const previews = sides.map((side) => previewSet(side, sides))
  return previews.toSorted((a, b) => Number(b.diff.breaking.length > 0) - Number(a.diff.breaking.length > 0))
}

function previewSet({ old, next, ...change }: Side, sides: readonly Side[]): PreviewedSet {
  const diff = diffContents(old, next)
  const isElsewhere = (id: string): boolean => sides.some((side) => Object.hasOwn(side.next.snapshot, id))
  const lost = diff.breaking.filter(({ id, reason }) => reason !== 'prompt_removed' || !isElsewhere(id))
  const moved = diff.added.flatMap((id) => {
    const from = sides.find((side) => Object.hasOwn(side.old.snapshot, id) && !Object.hasOwn(side.next.snapshot, id))
    return from ? [{ id, from }] : []
  })
  const breaking = [...lost, ...moved.flatMap(({ id, from }) => breakingOf(only(from.old, id), only(next, id)))]
  return { ...change, diff: { ...diff, breaking }, moved: moved.map(({ id, from }) => ({ id, from: from.prompt_set })) }
}

function breakingOf(old: Content, next: Content): Breaking[] {
  const { breaking }: Diff = diffContents(old, next)
  return breaking
}

/** One prompt of a content, with all that it may include. */
function only({ snapshot, includes }: Content, id: string): Content {
  return { snapshot: Object.fromEntries(Object.entries(snapshot).filter(([key]) => key === id)), includes }
}
