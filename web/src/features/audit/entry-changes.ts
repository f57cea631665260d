import type { AuditEntry } from '@anvil/shared/api'

/** One thing that an entry says was changed, in words; undefined for what was not there. */
export interface EntryChange {
  name: string
  from: string | undefined
  to: string | undefined
}

/** What an entry says was changed, and the rest of what it says. */
export function splitDetails({ details }: Pick<AuditEntry, 'details'>): {
  changes: EntryChange[]
  rest: Record<string, unknown>
} {
  const { before, ...after } = details
  if (!isRecord(before)) return { changes: [], rest: details }
  const names = Object.keys(before)
  const rest = Object.fromEntries(Object.entries(after).filter(([name]) => !names.includes(name)))
  const changes = names.flatMap((name) => changesOf(name, before[name], after[name]))
  return { changes, rest }
}

/** Each part by its own name where both are groups of things, as the rules of a policy are. */
function changesOf(name: string, before: unknown, after: unknown): EntryChange[] {
  if (isRecord(before) && isRecord(after)) {
    const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return parts.flatMap((part) => changesOf(`${name} ${part}`, before[part], after[part]))
  }
  const [from, to] = [sayValue(before), sayValue(after)]
  return from === to ? [] : [{ name: name.replaceAll('_', ' '), from, to }]
}

function sayValue(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((item) => sayValue(item) ?? '–').join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
