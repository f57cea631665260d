import { LIMITS } from '../protocol/limits.js'
import { checkSize, type Run } from './run.js'
import { tooDeep } from './template-limits.js'
import { wrongType } from './value-type.js'

const DATA = 'data that JSON can hold'

/** Writes one value as canonical JSON (RFC 8785: members in order of their names' UTF-16 units, no white space). */
class CanonicalWriter {
  readonly #run: Run
  readonly #name: string
  #size = 0

  constructor(run: Run, name: string) {
    this.#run = run
    this.#name = name
  }

  write(given: unknown, depth: number): string {
    this.#run.step(1)
    if (depth > LIMITS.jsonDepth) {
      throw tooDeep(`The variable ${this.#name} is nested more than ${LIMITS.jsonDepth} levels deep or holds itself.`)
    }
    const value = plainData(given)
    if (typeof value === 'object' && value !== null) {
      return Array.isArray(value) ? this.#list(value, depth) : this.#object(value, depth)
    }
    return this.#scalar(value)
  }

  #scalar(value: unknown): string {
    if (typeof value === 'string') return this.#text(value)
    if (value === null || typeof value === 'boolean') return JSON.stringify(value)
    if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
    throw wrongType(this.#name, DATA, value)
  }

  #list(list: readonly unknown[], depth: number): string {
    const items: string[] = []
    for (let at = 0; at < list.length; at += 1) items.push(this.write(list[at] ?? null, depth + 1))
    return `[${items.join(',')}]`
  }

  #object(object: object, depth: number): string {
    if (ArrayBuffer.isView(object)) throw wrongType(this.#name, DATA, object)
    const entries = Object.entries(object).filter(([, value]) => value !== undefined)
    if (entries.length === 0 && !isPlain(object)) throw wrongType(this.#name, DATA, object)
    const members = entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${this.#text(key)}:${this.write(value, depth + 1)}`)
    return `{${members.join(',')}}`
  }

  #text(text: string): string {
    this.#size += text.length
    checkSize(this.#size)
    return JSON.stringify(text)
  }
}

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || prototype === Object.prototype
}

function saysItself(value: object): value is { toJSON(key: string): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function'
}

/** A value as JSON sees it: dates and others that say how they are written are replaced by what they say. */
export function plainData(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date && Number.isNaN(value.getTime())) return Number.NaN
  return saysItself(value) ? value.toJSON('') : value
}

/** A list or an object as canonical JSON. */
export function canonicalText(value: object, name: string, run: Run): string {
  return new CanonicalWriter(run, name).write(value, 1)
}
