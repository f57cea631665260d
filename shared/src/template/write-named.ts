import { checkGiven } from './declared-variables.js'
import { lookUpName, ownValue, type Frame } from './frame.js'
import type { Run } from './run.js'
import { valueText } from './value-text.js'

/** Writes what a value renders to, or remembers that nothing has its name. */
export function writeValue(run: Run, value: unknown, name: string): void {
  if (value === undefined) run.miss(name)
  else run.write(valueText(value, name, run))
}

/** Writes a variable that is not simply a string given by the caller; such a one is checked here. */
export function writeNamed(run: Run, frame: Frame, name: string): void {
  const variable = frame === run.root && Object.hasOwn(run.declared, name) ? run.declared[name] : undefined
  if (variable) checkGiven({ name, variable }, ownValue(frame.value, name), run)
  writeValue(run, lookUpName(frame, name), name)
}
