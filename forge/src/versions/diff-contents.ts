import type { BundledPrompt, Variable } from '@anvil/shared'
import type { Breaking, Bump, Diff, IncludeChange, PromptChange } from '@anvil/shared/api'
import { canonicalText } from '@anvil/shared/bundle'
import type { Content } from '../reviews/draft-content.js'
import { diffVariables } from './diff-variables.js'
import { effectiveVariablesOf } from './effective-variables.js'

type Fields = PromptChange['fields']

/** What changed from one content of a prompt set to another, what breaks callers first, and how its number must rise. */
export function diffContents(from: Content, to: Content): Diff {
  const ids = [...new Set([...Object.keys(from.snapshot), ...Object.keys(to.snapshot)])].sort()
  const removed = ids.filter((id) => !Object.hasOwn(to.snapshot, id))
  const added = ids.filter((id) => !Object.hasOwn(from.snapshot, id))
  const breaking = removed.map((id): Breaking => {
    return { id, reason: 'prompt_removed', message: `${id} is removed; callers that ask for it fail.` }
  })
  const changed: PromptChange[] = []
  const [variablesBefore, variablesAfter] = [effectiveVariablesOf(from), effectiveVariablesOf(to)]
  let isMinor = added.length > 0
  for (const id of ids) {
    const [before, after] = [from.snapshot[id], to.snapshot[id]]
    if (!before || !after) continue
    const compared = comparePrompts(id, [before, after], [variablesBefore(id), variablesAfter(id)])
    if (compared.change.fields.length === 0) continue
    changed.push(compared.change)
    breaking.push(...compared.breaking)
    isMinor ||= compared.addsOptional
  }
  const includes = diffIncludes(from, to)
  const isAny = removed.length + added.length + changed.length + includes.length > 0
  return { breaking, bump: bumpOf(breaking.length > 0, isMinor, isAny), removed, added, changed, includes }
}

function bumpOf(isMajor: boolean, isMinor: boolean, isAny: boolean): Bump {
  if (isMajor) return 'major'
  if (isMinor) return 'minor'
  return isAny ? 'patch' : 'none'
}

function comparePrompts(
  id: string,
  [from, to]: readonly [BundledPrompt, BundledPrompt],
  [before, after]: readonly [ReadonlyMap<string, Variable>, ReadonlyMap<string, Variable>],
): { change: PromptChange; breaking: Breaking[]; addsOptional: boolean } {
  const variables = diffVariables(id, before, after)
  const fields: Fields = changedFields(from, to)
  if (variables.changes.length > 0 && !fields.includes('variables')) fields.push('variables')
  const kind: Breaking = {
    id,
    reason: 'kind_changed',
    message: `${id} was ${from.kind} and is ${to.kind}; callers that ask for the old kind fail.`,
  }
  return {
    change: { id, fields, variables: variables.changes, from, to },
    breaking: from.kind === to.kind ? variables.breaking : [kind, ...variables.breaking],
    addsOptional: variables.addsOptional,
  }
}

function changedFields(from: BundledPrompt, to: BundledPrompt): Fields {
  const differs = (read: (prompt: BundledPrompt) => unknown): boolean =>
    canonicalText(read(from)) !== canonicalText(read(to))
  const fields: Fields = []
  if (from.kind !== to.kind) fields.push('kind')
  if (differs((prompt) => (prompt.kind === 'text' ? prompt.template : prompt.messages))) fields.push('text')
  if (differs((prompt) => prompt.delimiters)) fields.push('delimiters')
  if (differs((prompt) => prompt.variables)) fields.push('variables')
  if (differs((prompt) => prompt.metadata)) fields.push('metadata')
  return fields
}

function diffIncludes({ includes: from }: Content, { includes: to }: Content): IncludeChange[] {
  const ids = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
  return ids
    .filter((id) => canonicalText(from[id] ?? null) !== canonicalText(to[id] ?? null))
    .map((id) => ({ id, from: from[id]?.from.version ?? null, to: to[id]?.from.version ?? null }))
}
