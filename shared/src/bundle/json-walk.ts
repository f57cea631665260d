import { AnvilError } from '../errors.js'
import { LIMITS } from '../protocol/limits.js'
import { assertJsonText } from './json-text.js'

/** What a walk over a value found: how many members its objects have, and whether each object has them in canonical order. */
export interface JsonShape {
  members: number
  sorted: boolean
}

interface Walk extends JsonShape {
  maxDepth: number
  checkTexts: boolean
}

/** Refuses what a JSON document of Anvil can't hold, and tells the shape of the rest. Texts are only read if asked to. */
export function walkJson(value: unknown, options: { maxDepth?: number; checkTexts: boolean }): JsonShape {
  const walk = {
    maxDepth: options.maxDepth ?? LIMITS.jsonDepth,
    checkTexts: options.checkTexts,
    members: 0,
    sorted: true,
  }
  visit(value, 0, walk)
  return walk
}

function visit(value: unknown, depth: number, walk: Walk): void {
  if (typeof value === 'string') {
    if (walk.checkTexts) assertJsonText(value)
  } else if (typeof value === 'object' && value !== null) {
    if (depth === walk.maxDepth) {
      throw new AnvilError('json.too_deep', `The document nests deeper than ${walk.maxDepth} levels. Make it flatter.`)
    }
    if (Array.isArray(value)) visitItems(value, depth + 1, walk)
    else visitMembers(value, depth + 1, walk)
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notJson(`the number ${value}`)
  } else if (typeof value !== 'boolean' && value !== null) {
    throw notJson(typeof value)
  }
}

function visitItems(items: readonly unknown[], depth: number, walk: Walk): void {
  for (const item of items) visit(item, depth, walk)
}

function visitMembers(object: object, depth: number, walk: Walk): void {
  if (!isPlain(object)) throw notJson('an object that is not plain')
  let last: string | undefined
  for (const [key, member] of Object.entries(object)) {
    if (key === '__proto__') {
      throw new AnvilError('json.forbidden_text', 'An object has a member named __proto__. Name it otherwise.')
    }
    if (walk.checkTexts) assertJsonText(key)
    if (last !== undefined && key <= last) walk.sorted = false
    last = key
    walk.members += 1
    visit(member, depth, walk)
  }
}

/** Whether an object is a plain one, of this realm or another: its prototype, if any, is one that inherits from nothing. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null)
}

function notJson(what: string): AnvilError {
  return new AnvilError('json.malformed', `The document holds ${what}, which JSON can't carry. Leave it out.`)
}
