import { isolate, type Variable } from '@anvil/shared'
import type { Breaking, VariableChange } from '@anvil/shared/api'
import { canonicalText } from '@anvil/shared/bundle'

type Reason = Breaking['reason']

/** What changed of a prompt's variables, and why callers break. */
export interface VariablesDiff {
  changes: VariableChange[]
  breaking: Breaking[]
  addsOptional: boolean
}

/** Compares what callers of a prompt may pass before and after. */
export function diffVariables(
  id: string,
  before: ReadonlyMap<string, Variable>,
  after: ReadonlyMap<string, Variable>,
): VariablesDiff {
  const diff: VariablesDiff = { changes: [], breaking: [], addsOptional: false }
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [from, to] = [before.get(name) ?? null, after.get(name) ?? null]
    const change = changeOf(from, to)
    if (!change) continue
    const reasons = from || to?.required ? breakingReasons(from, to) : []
    diff.breaking.push(...reasons.map((reason) => breaking(id, name, reason)))
    diff.changes.push({ name, change, breaking: reasons.length > 0, from, to })
    diff.addsOptional ||= change === 'added' && to?.required === false
  }
  return diff
}

function changeOf(from: Variable | null, to: Variable | null): VariableChange['change'] | undefined {
  if (!from) return to ? 'added' : undefined
  if (!to) return 'removed'
  return canonicalText(from) === canonicalText(to) ? undefined : 'changed'
}

function breakingReasons(from: Variable | null, to: Variable | null): Reason[] {
  if (!to) return []
  if (!from) return ['variable_added_as_required']
  const reasons: Reason[] = []
  if (from.type !== to.type) reasons.push('variable_retyped')
  else if (from.values?.some((value) => !to.values?.includes(value))) reasons.push('enum_value_removed')
  if (!from.required && to.required) reasons.push('variable_made_required')
  return reasons
}

const SENTENCES: Record<Exclude<Reason, 'prompt_removed' | 'kind_changed'>, string> = {
  variable_added_as_required: 'is new and required; callers that do not pass it fail',
  variable_made_required: 'is required now; callers that leave it out fail',
  variable_retyped: 'has another type; callers that pass the old one fail',
  enum_value_removed: 'admits fewer values; callers that pass a removed one fail',
}

function breaking(id: string, variable: string, reason: Reason): Breaking {
  const sentence = reason === 'prompt_removed' || reason === 'kind_changed' ? '' : SENTENCES[reason]
  return { id, reason, variable, message: `${id}: ${isolate(variable)} ${sentence}.` }
}
