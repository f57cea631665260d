import type { Variable, Variables, VariableType } from '../protocol/documents.js'
import { lookUpName, type Frame } from './frame.js'
import type { Run } from './run.js'
import { wrongType } from './value-type.js'

const EXPECTED = {
  string: 'a string',
  number: 'a finite number',
  boolean: 'true or false',
  enum: 'a string',
  list: 'a list',
  object: 'an object',
} as const

/** What declarations ask of the values of one render. */
export interface Declarations {
  readonly defaults: Record<string, unknown> | undefined
  readonly optional: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

/** A variable whose values are checked. */
export interface TypeCheck {
  readonly name: string
  readonly variable: Variable
}

const hasDefault = ({ default: value }: Variable): boolean => value !== undefined && value !== null

type Fits = (value: unknown, variable: Variable) => boolean

const FITS: Record<VariableType, Fits> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  enum: (value, { values }) => typeof value === 'string' && (values?.includes(value) ?? true),
  list: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}

/** Whether a value may be given for a declared variable; null may where it is not required. */
export function isOfType(variable: Variable, value: unknown): boolean {
  return (value === null && !variable.required) || FITS[variable.type](value, variable)
}

/** Joins the declarations of a prompt and of what it includes; the first one of a name holds. */
export function joinDeclarations(all: readonly Variables[]): Declarations {
  const joined = new Map<string, Variable>()
  for (const variables of all) {
    for (const [name, variable] of Object.entries(variables)) if (!joined.has(name)) joined.set(name, variable)
  }
  const entries = [...joined]
  const defaults = entries.filter(([, variable]) => hasDefault(variable))
  const optional = entries.filter(([, variable]) => !variable.required && !hasDefault(variable))
  return {
    defaults:
      defaults.length > 0
        ? Object.fromEntries(defaults.map(([name, variable]) => [name, variable.default]))
        : undefined,
    optional: optional.length > 0 ? new Set(optional.map(([name]) => name)) : NONE,
  }
}

/** The checks that declarations ask for. */
export function typeChecksOf(variables: Variables): TypeCheck[] {
  return Object.entries(variables).map(([name, variable]) => ({ name, variable }))
}

/** Checks a given value against its declaration; throws `variable.type`, remembers what is missing. */
export function checkGiven(check: TypeCheck, value: unknown, run: Run): void {
  if (value !== undefined) requireType(check, value)
  else if (check.variable.required && !hasDefault(check.variable)) run.require(check.name)
}

function requireType({ name, variable }: TypeCheck, value: unknown): void {
  if (!isOfType(variable, value)) throw wrongType(name, expectedOf(variable), value)
}

/** Throws `variable.type` for the first value that is not of its declared type. */
export function checkTypes(checks: readonly TypeCheck[], frame: Frame): void {
  for (const check of checks) {
    const value = lookUpName(frame, check.name)
    if (value !== undefined) requireType(check, value)
  }
}

function expectedOf({ type, values }: Variable): string {
  return type === 'enum' && values ? `one of ${values.join(', ')}` : EXPECTED[type]
}
