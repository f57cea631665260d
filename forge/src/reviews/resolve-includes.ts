import { AnvilError, type BundledInclude, isolate } from '@anvil/shared'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { findHolder } from '../prompts/prompt-store.js'
import type { Content } from './draft-content.js'
import { edgesOf, findIncludeCycle, followIncludes, type MissingInclude, withoutUnneeded } from './include-graph.js'
import { findIncludeOrigin } from './include-source-store.js'
import { SourceReader } from './source-reader.js'

/** What resolving found: a content that carries all it could be given, and why it lacks the rest. */
export interface Resolved {
  content: Content
  problems: AnvilError[]
}

/**
 * Gives a content the texts of other prompt sets that it includes and does not carry yet, transitively, each at the
 * latest locked version of its set. What it carries already stays as it is.
 */
export async function resolveIncludes(trx: Knex, key: PromptSetKey, given: Content): Promise<Resolved> {
  const sources = new SourceReader(trx)
  const content: Content = { snapshot: given.snapshot, includes: { ...given.includes } }
  const problems = new Map<string, AnvilError>()
  for (;;) {
    const missing = followIncludes(content).missing.filter(({ id }) => !problems.has(id))
    if (missing.length === 0) break
    for (const each of missing) {
      const found = await findText(trx, key, each, sources)
      if (found instanceof AnvilError) problems.set(each.id, found)
      else content.includes[each.id] = found
    }
  }
  const resolved = withoutUnneeded(content)
  const cycle = findIncludeCycle(resolved)
  return {
    content: resolved,
    problems: [...problems.values(), ...ownChats(resolved), ...(cycle ? [cycleError(cycle)] : [])],
  }
}

async function findText(
  trx: Knex,
  key: PromptSetKey,
  missing: MissingInclude,
  sources: SourceReader,
): Promise<BundledInclude | AnvilError> {
  const origin = await findIncludeOrigin(trx, key, missing.id)
  if (!origin) return notThere(trx, key, missing)
  return (await sources.read(origin, missing.id)) ?? notText(missing, origin.prompt_set)
}

async function notThere(trx: Knex, key: PromptSetKey, { id, includedBy }: MissingInclude): Promise<AnvilError> {
  const holder = await findHolder(trx, key.projectId, id)
  if (!holder || holder.id === key.promptSetId) {
    return new AnvilError(
      'include.unknown',
      `${includedBy} includes ${id}, but no prompt of this project has that id. Correct the id, or write that prompt.`,
      { details: { id, included_by: includedBy } },
    )
  }
  return new AnvilError(
    'include.never_locked',
    `${includedBy} includes ${id} of ${isolate(holder.name)}, which was never locked with it. Lock ${isolate(holder.name)} first.`,
    { details: { id, included_by: includedBy, prompt_set_id: holder.id, prompt_set: holder.slug } },
  )
}

function ownChats(content: Content): AnvilError[] {
  const chats = new Set(Object.keys(content.snapshot).filter((id) => content.snapshot[id]?.kind === 'chat'))
  if (chats.size === 0) return []
  return [...Object.keys(content.snapshot), ...Object.keys(content.includes)].flatMap((includedBy) =>
    edgesOf(content, includedBy)
      .filter((id) => chats.has(id))
      .map((id) => notText({ id, includedBy }, 'the same set')),
  )
}

function notText({ id, includedBy }: MissingInclude, promptSet: string): AnvilError {
  return new AnvilError(
    'include.not_text',
    `${includedBy} includes ${id} of ${isolate(promptSet)}, which is a chat. Only text prompts can be included.`,
    { details: { id, included_by: includedBy } },
  )
}

function cycleError(cycle: readonly string[]): AnvilError {
  return new AnvilError('include.cycle', `Includes form a cycle: ${cycle.join(' → ')}. Remove one of them.`, {
    details: { cycle },
  })
}
