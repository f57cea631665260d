import type { Variable, VariableType, Variables } from '@anvil/shared'
import { z } from 'zod'

/** Example values of a prompt as they are typed, by the name of the variable. */
export const Typed = z.record(z.string(), z.string())
export type Typed = z.infer<typeof Typed>

const STAND_IN: Record<VariableType, (name: string) => unknown> = {
  string: (name) => `[${name}]`,
  enum: (name) => `[${name}]`,
  number: () => 1,
  boolean: () => true,
  list: () => [],
  object: () => ({}),
}

/** The values that a preview is rendered with: what was typed, else the default, else something that shows the name. */
export function exampleValues(names: readonly string[], variables: Variables, typed: Typed): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, exampleValue(name, variables[name], typed[name])]))
}

function exampleValue(name: string, declared: Variable | undefined, typed = ''): unknown {
  if (typed === '') return declared ? standInFor(name, declared) : true
  return declared?.type === 'string' || declared?.type === 'enum' ? typed : fromJson(typed)
}

const standInFor = (name: string, declared: Variable): unknown =>
  declared.default ?? declared.values?.[0] ?? STAND_IN[declared.type](name)

/** What is typed for other types than text is JSON; what is no JSON is taken as text, and the renderer says what it misses. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
