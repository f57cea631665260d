import type { Delimiters } from '../protocol/documents.js'
import { areDelimiters } from './delimiters.js'
import { syntaxError } from './syntax-error.js'

/** What a tag does: its mark, or `name` for a variable without one. */
export type TagKind = 'name' | '#' | '^' | '/' | '>' | '{' | '&' | '=' | '!'

/** One tag: what it does, its content without white space around it, and its offsets. */
export interface Tag {
  readonly kind: TagKind
  readonly content: string
  readonly start: number
  readonly end: number
}

const MARKS: readonly TagKind[] = ['#', '^', '/', '>', '{', '&', '=', '!']
const SPACE = /\s/

function skipSpace(template: string, from: number): number {
  let at = from
  while (at < template.length && SPACE.test(template.charAt(at))) at += 1
  return at
}

function unclosed(template: string, start: number, [open, close]: Delimiters): Error {
  return syntaxError(
    template,
    start,
    `The tag that opens here with ${open} is never closed with ${close}. ` +
      `Close it, or choose other delimiters if the text itself needs ${open}.`,
  )
}

/** The offset of the tag mark that closes a `{{=` tag, white space before it allowed. */
function setDelimitersEnd(template: string, from: number, close: string): number {
  const equals = template.indexOf('=', from)
  if (equals === -1) return -1
  const at = skipSpace(template, equals + 1)
  return template.startsWith(close, at) ? equals : -1
}

/** Reads the tag that opens at an offset. */
export function scanTag(template: string, start: number, delimiters: Delimiters): Tag {
  const [open, close] = delimiters
  const markAt = skipSpace(template, start + open.length)
  const kind = MARKS.find((mark) => mark === template[markAt]) ?? 'name'
  const contentAt = kind === 'name' ? markAt : markAt + 1
  const ending = kind === '{' ? `}${close}` : close
  const contentEnd = kind === '=' ? setDelimitersEnd(template, contentAt, close) : template.indexOf(ending, contentAt)
  if (contentEnd === -1) throw unclosed(template, start, delimiters)
  const content = template.slice(contentAt, contentEnd).trim()
  const endAt = kind === '=' ? skipSpace(template, contentEnd + 1) : contentEnd
  if (content === '' && kind !== '!') {
    throw syntaxError(template, start, `This tag is empty. Name a variable, or choose other delimiters than ${open}.`)
  }
  return { kind, content, start, end: endAt + (kind === '=' ? close : ending).length }
}

/** The pair that a `{{=<% %>=}}` tag sets. */
export function delimitersIn(template: string, tag: Tag): Delimiters {
  const [open, close, ...rest] = tag.content.split(/\s+/)
  if (open === undefined || close === undefined || rest.length > 0 || !areDelimiters(open, close)) {
    throw syntaxError(
      template,
      tag.start,
      'A change of delimiters names two marks with a space between them, such as {{=<% %>=}}.',
    )
  }
  return [open, close]
}
