import { renderBlock, type Block, type Part } from './block.js'
import { checkGiven, checkTypes, type TypeCheck } from './declared-variables.js'
import { lookUp, lookUpName, ownValue } from './frame.js'
import type { Run } from './run.js'
import { isShown, valueText } from './value-text.js'
import { pathOf } from './variable-name.js'

function writeValue(run: Run, value: unknown, name: string): void {
  if (value === undefined) run.miss(name)
  else run.write(valueText(value, name, run))
}

/** Compiles `{{name}}`. */
export function variablePart(name: string): Part {
  const path = pathOf(name)
  if (path.length !== 1) return (run, frame) => writeValue(run, lookUp(frame, path), name)
  return namePart(name)
}

function namePart(name: string): Part {
  return (run, frame) => {
    const value = ownValue(frame.value, name)
    if (typeof value === 'string') run.write(value)
    else writeValue(run, lookUpName(frame, name), name)
  }
}

/** Compiles `{{name}}` where the value given by the caller is meant and declared as a string: checked on the way. */
export function checkedPart(check: TypeCheck): Part {
  return (run, frame) => {
    const value = ownValue(frame.value, check.name)
    if (typeof value === 'string') {
      run.write(value)
      return
    }
    checkGiven(check, value, run)
    writeValue(run, lookUpName(frame, check.name), check.name)
  }
}

/** Compiles `{{#name}}…{{/name}}`: once for each item of a list, once for another value that is not empty. */
export function sectionPart(name: string, block: Block): Part {
  const path = pathOf(name)
  return (run, frame) => {
    const value = lookUp(frame, path)
    if (!isShown(value, name)) return
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value
      for (let at = 0; at < items.length; at += 1) renderBlock(block, run, { value: items[at], parent: frame })
    } else renderBlock(block, run, value === true ? frame : { value, parent: frame })
  }
}

/** Compiles `{{^name}}…{{/name}}`. */
export function invertedPart(name: string, block: Block): Part {
  const path = pathOf(name)
  return (run, frame) => {
    if (!isShown(lookUp(frame, path), name)) renderBlock(block, run, frame)
  }
}

/** Compiles `{{> id}}`: the values at hand are checked against what the include declares. */
export function includePart(block: Block, checks: readonly TypeCheck[]): Part {
  return (run, frame) => {
    checkTypes(checks, frame)
    renderBlock(block, run, frame)
  }
}
