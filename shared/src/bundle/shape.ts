import { AnvilError } from '../errors.js'

/** Finds the first thing in a value that has another form; its path, or undefined where all is well. */
export type Finder = (value: unknown, path: string) => string | undefined

/** The form of a document, written by hand so that a start from the disk loads no schema library. */
export interface Shape<T> {
  readonly find: Finder
  readonly fits: (value: unknown) => value is T
}

export function shape<T>(find: Finder): Shape<T> {
  return { find, fits: (value): value is T => find(value, '') === undefined }
}

/** The value, if it has the form; throws `request.invalid` that names the first place that has not. */
export function requireShape<T>({ find, fits }: Shape<T>, value: unknown): T {
  if (fits(value)) return value
  const path = find(value, '') ?? ''
  throw new AnvilError('request.invalid', `What was sent does not have the expected form at ${path || 'its root'}.`, {
    details: { problems: [{ path, problem: 'has another form' }] },
  })
}

const when =
  (good: (value: unknown) => boolean): Finder =>
  (value, path) =>
    good(value) ? undefined : path

export const anyText = when((value) => typeof value === 'string')

export const textLike = (pattern: RegExp, longest = Infinity): Finder =>
  when((value) => typeof value === 'string' && value.length <= longest && pattern.test(value))

export const wholeFrom = (least: number): Finder =>
  when((value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= least)

export const exactly = (one: unknown): Finder => when((value) => value === one)

export function listOf(item: Finder, least = 0, most = Infinity): Finder {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return path
    for (const [at, each] of value.entries()) {
      const problem = item(each, join(path, String(at)))
      if (problem !== undefined) return problem
    }
    return undefined
  }
}

/** An object with these members; others are kept, or refused where it is closed. */
export function objectOf(members: Readonly<Record<string, Finder>>, closed = false): Finder {
  const known = Object.entries(members)
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return path
    const own = new Map<string, unknown>(Object.entries(value))
    for (const [name, find] of known) {
      const problem = own.has(name) ? find(own.get(name), join(path, name)) : join(path, name)
      if (problem !== undefined) return problem
    }
    if (!closed) return undefined
    const stranger = [...own.keys()].find((name) => !Object.hasOwn(members, name))
    return stranger === undefined ? undefined : join(path, stranger)
  }
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)
