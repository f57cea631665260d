import { canonicalText, plainData } from './canonical-text.js'
import type { Run } from './run.js'
import { wrongType } from './value-type.js'

/** The text of a value: strings as they are, numbers and booleans as JSON, null as nothing, the rest as canonical JSON. */
export function valueText(given: unknown, name: string, run: Run): string {
  const value = plainData(given)
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value === null) return ''
  if (typeof value === 'object') return canonicalText(value, name, run)
  throw wrongType(name, 'text, a number, a boolean, a list or an object', value)
}

/** Whether a section shows: nothing, false, zero, the empty text and the empty list hide it. */
export function isShown(value: unknown, name: string): boolean {
  if (value === undefined) return false
  const isData = typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint'
  if (!isData || (typeof value === 'number' && !Number.isFinite(value))) {
    throw wrongType(name, 'data; functions are not called', value)
  }
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
