import { AnvilError } from '../errors.js'
import { LIMITS } from '../protocol/limits.js'
import { assertJsonText } from './json-text.js'

/** What a walk over a value found. */
export interface JsonShape {
  /** How many members its objects have. */
  members: number
  /** Whether each object has its members in canonical order. */
  sorted: boolean
  /** Whether every number is an integer between -99 and 99, of which no other spelling is as short as the canonical one. */
  shortNumbers: boolean
  /** How many characters its canonical text has, escapes counted as the one character they stand for. */
  characters: number
}

/** How a value is walked: how deep it may nest, and whether its texts are read for what they can't hold. */
export interface WalkOptions {
  maxDepth?: number | undefined
  checkTexts: boolean
}

interface Walk extends JsonShape {
  maxDepth: number
  checkTexts: boolean
}

/** Refuses what a JSON document of Anvil can't hold, and tells the shape of the rest. */
export function walkJson(value: unknown, { maxDepth = LIMITS.jsonDepth, checkTexts }: WalkOptions): JsonShape {
  const walk = { maxDepth, checkTexts, members: 0, sorted: true, shortNumbers: true, characters: 0 }
  visit(value, 0, walk)
  return walk
}

function visit(value: unknown, depth: number, walk: Walk): void {
  if (typeof value === 'string') visitText(value, walk)
  else if (typeof value === 'object' && value !== null) visitNested(value, depth, walk)
  else if (typeof value === 'number') visitNumber(value, walk)
  else if (value === null || value === true) walk.characters += 4
  else if (value === false) walk.characters += 5
  else throw notJson(typeof value)
}

function visitNested(value: object, depth: number, walk: Walk): void {
  if (depth === walk.maxDepth) {
    throw new AnvilError('json.too_deep', `The document nests deeper than ${walk.maxDepth} levels. Make it flatter.`)
  }
  const size = Array.isArray(value) ? visitItems(value, depth + 1, walk) : visitMembers(value, depth + 1, walk)
  walk.characters += 2 + Math.max(0, size - 1)
}

function visitItems(items: readonly unknown[], depth: number, walk: Walk): number {
  for (const item of items) visit(item, depth, walk)
  return items.length
}

function visitMembers(object: object, depth: number, walk: Walk): number {
  if (!isPlain(object)) throw notJson('an object that is not plain')
  const keys = Object.keys(object)
  let before: string | undefined
  for (const key of keys) {
    if (key === '__proto__') throw protoMember()
    if (before !== undefined && key <= before) walk.sorted = false
    before = key
    visitText(key, walk)
    visit(object[key], depth, walk)
  }
  walk.members += keys.length
  walk.characters += keys.length
  return keys.length
}

function visitText(text: string, walk: Walk): void {
  if (walk.checkTexts) assertJsonText(text)
  walk.characters += text.length + 2
}

function visitNumber(number: number, walk: Walk): void {
  if (!Number.isFinite(number)) throw notJson(`the number ${number}`)
  if (!Number.isInteger(number) || Math.abs(number) > 99) walk.shortNumbers = false
  walk.characters += String(number).length
}

/** Whether an object is a plain one, of this realm or another: its prototype, if any, is one that inherits from nothing. */
function isPlain(object: object): object is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null)
}

function protoMember(): AnvilError {
  return new AnvilError('json.forbidden_text', 'An object has a member named __proto__. Name it otherwise.')
}

function notJson(what: string): AnvilError {
  return new AnvilError('json.malformed', `The document holds ${what}, which JSON can't carry. Leave it out.`)
}
