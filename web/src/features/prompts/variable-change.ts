import type { Variable, VariableType } from '@anvil/shared'
import { isOfType } from '@anvil/shared/template'
import { readValue, writeValue } from './json-value.js'

const WANTED: Record<VariableType, string> = {
  string: 'A text is wanted.',
  number: 'A number is wanted, such as 3.5.',
  boolean: 'True or false is wanted.',
  enum: 'This is none of the values.',
  list: 'A list is wanted as JSON, such as ["one", "two"].',
  object: 'An object is wanted as JSON, such as {"name": "Ana"}.',
}

/** Whether values of a type are written as they are, not as JSON. */
export const isPlain = (type: VariableType): boolean => type === 'string' || type === 'enum'

/** A variable of another type; its default stays where it is of that type too, or can be read so. */
export function retype(variable: Variable, type: VariableType, values?: string[]): Variable {
  const { values: _values, ...rest } = variable
  const next = { ...rest, type, ...(type === 'enum' && values && { values }) }
  const written = writeDefault(variable)
  const fitting = [variable.default, readDefault(type, written)].find((value) => fits(next, value))
  return { ...next, default: fitting ?? null }
}

/** The default of a variable as it is written in a field; nothing for none. */
export function writeDefault({ type, default: value }: Variable): string {
  if (value === null || value === undefined) return ''
  return isPlain(type) && typeof value === 'string' ? value : writeValue(value)
}

/** The default that somebody wrote for a type; what is not of that type stays as it was typed. */
export function readDefault(type: VariableType, text: string): unknown {
  if (text === '') return null
  return isPlain(type) ? text : readValue(text)
}

/** What is wrong with the default of a variable, to be said beside it. */
export function problemOfDefault(variable: Variable): string | undefined {
  const { type, default: value } = variable
  return value === null || value === undefined || fits(variable, value) ? undefined : WANTED[type]
}

/** The values of an enum, one a line; empty lines and repeated ones count for nothing. */
export const readValues = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

const fits = (variable: Variable, value: unknown): boolean => value !== null && isOfType(variable, value)
