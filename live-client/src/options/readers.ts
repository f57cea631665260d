/** A value that an option can't have; its text completes "mode …". */
export class WrongValue extends Error {
  override readonly name = 'WrongValue'
}

/** Checks one option's value; what comes from the environment is text. */
export type Reader<T> = (value: unknown) => T

const shown = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : typeof value)

export const text: Reader<string> = (value) => {
  if (typeof value === 'string' && value !== '') return value
  throw new WrongValue(`must be a text, not ${shown(value)}`)
}

/** A text that must not be shown when it is wrong. */
export function matching(pattern: RegExp, expected: string): Reader<string> {
  return (value) => {
    if (typeof value === 'string' && pattern.test(value)) return value
    throw new WrongValue(`must be ${expected}`)
  }
}

export function oneOf<T extends string>(...values: readonly T[]): Reader<T> {
  return (value) => {
    const found = values.find((known) => known === value)
    if (found !== undefined) return found
    throw new WrongValue(`must be ${values.join(' or ')}, not ${shown(value)}`)
  }
}

export function wholeNumber(min: number, max: number): Reader<number> {
  return (value) => {
    const number = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value
    if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number
    throw new WrongValue(`must be a whole number from ${min} to ${max}, not ${shown(value)}`)
  }
}

export const flag: Reader<boolean> = (value) => {
  if (value === true || value === 'true' || value === '1') return true
  if (value === false || value === 'false' || value === '0') return false
  throw new WrongValue(`must be true or false, not ${shown(value)}`)
}

/** A folder, or false (in the environment: `false`) for none. */
export const folder: Reader<string | false> = (value) => (value === false || value === 'false' ? false : text(value))

/** An object of texts; in the environment `region=eu,tier=web`. */
export const labels: Reader<Record<string, string>> = (value) => {
  const entries: [string, unknown][] =
    typeof value === 'string'
      ? value.split(',').map(toPair)
      : typeof value === 'object'
        ? Object.entries({ ...value })
        : []
  const good = entries.flatMap(([key, label]): [string, string][] =>
    typeof label === 'string' && key !== '' && key.length <= 64 && label.length <= 256 && isPlain(key + label)
      ? [[key, label]]
      : [],
  )
  if (good.length === entries.length && (entries.length > 0 || typeof value === 'object'))
    return Object.fromEntries(good)
  throw new WrongValue('must be names with a text each, such as region=eu,tier=web')
}

const isPlain = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text)

function toPair(part: string): [string, unknown] {
  const at = part.indexOf('=')
  return at < 1 ? ['', undefined] : [part.slice(0, at).trim(), part.slice(at + 1).trim()]
}
