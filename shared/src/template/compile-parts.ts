import { renderBlock, type Block, type Part } from './block.js'
import { checkTypes, type TypeCheck } from './declared-variables.js'
import { lookUp } from './frame.js'
import { isShown } from './value-text.js'
import { pathOf } from './variable-name.js'
import { writeValue } from './write-named.js'

/** Compiles `{{a.b}}` and `{{.}}`. */
export function pathPart(name: string): Part {
  const path = pathOf(name)
  return (run, frame) => writeValue(run, lookUp(frame, path), name)
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
