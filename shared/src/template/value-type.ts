import { AnvilError } from '../errors.js'

/** The word for what a value is, for messages that must not show the value. */
export function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value !== 'object') return typeof value
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1)
  return tag === 'Object' ? 'object' : tag
}

/** The `variable.type` error, which names the variable but never shows its value. */
export function wrongType(name: string, expected: string, value: unknown): AnvilError {
  const got = typeName(value)
  return new AnvilError('variable.type', `The variable ${name} must be ${expected}, but it is ${got}.`, {
    details: { name, expected, got },
  })
}
