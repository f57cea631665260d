import { renderBlock, type Block, type Part } from './block.js'
import { checkTypes, type TypeCheck } from './declared-variables.js'
import { lookUp, ownValue, type Frame } from './frame.js'
import { checkSize, type Run } from './run.js'
import { isShown, valueText } from './value-text.js'
import { pathOf } from './variable-name.js'

/** Compiles `{{name}}`. */
export function variablePart(name: string): Part {
  const path = pathOf(name)
  const [head] = path
  const slowly: Part = (run, frame) => {
    const value = lookUp(frame, path)
    if (value !== undefined) return valueText(value, name, run)
    run.miss(name, head)
    return ''
  }
  if (head === undefined || path.length > 1) return slowly
  return (run, frame) => {
    const value = ownValue(frame.value, head)
    return typeof value === 'string' ? value : slowly(run, frame)
  }
}

/** Compiles `{{#name}}…{{/name}}`: once for each item of a list, once for another value that is not empty. */
export function sectionPart(name: string, block: Block): Part {
  const path = pathOf(name)
  return (run, frame) => {
    const value = lookUp(frame, path)
    if (!isShown(value, name)) return ''
    if (Array.isArray(value)) return renderList(block, value, { run, frame })
    return renderBlock(block, run, value === true ? frame : { value, parent: frame })
  }
}

function renderList(block: Block, list: readonly unknown[], { run, frame }: { run: Run; frame: Frame }): string {
  let out = ''
  for (let at = 0; at < list.length; at += 1) {
    const piece = renderBlock(block, run, { value: list[at], parent: frame })
    checkSize(out.length + piece.length)
    out += piece
  }
  return out
}

/** Compiles `{{^name}}…{{/name}}`. */
export function invertedPart(name: string, block: Block): Part {
  const path = pathOf(name)
  return (run, frame) => (isShown(lookUp(frame, path), name) ? '' : renderBlock(block, run, frame))
}

/** Compiles `{{> id}}`: the values at hand are checked against what the include declares. */
export function includePart(block: Block, checks: readonly TypeCheck[]): Part {
  return (run, frame) => {
    checkTypes(checks, frame)
    return renderBlock(block, run, frame)
  }
}
