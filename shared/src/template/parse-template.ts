import { LIMITS } from '../protocol/limits.js'
import type { Delimiters } from '../protocol/documents.js'
import { areDelimiters, DEFAULT_DELIMITERS } from './delimiters.js'
import { delimitersIn, scanTag, type Tag } from './scan-tag.js'
import { StandaloneLine } from './standalone-line.js'
import { positionOf } from './source-position.js'
import { syntaxError } from './syntax-error.js'
import type { IncludeNode, SectionNode, TemplateNode, TextNode } from './template-ast.js'
import { TEMPLATE_LIMITS, tooDeep, tooLarge } from './template-limits.js'

/** One scan over a template, with the sections that are open. */
class Parser {
  readonly #template: string
  readonly #line: StandaloneLine
  readonly #open: SectionNode[] = []
  readonly root: TemplateNode[] = []
  #into: TemplateNode[] = this.root

  constructor(template: string) {
    this.#template = template
    this.#line = new StandaloneLine(template)
  }

  run(delimiters: Delimiters): TemplateNode[] {
    let marks = delimiters
    let at = 0
    for (;;) {
      const tagAt = this.#template.indexOf(marks[0], at)
      this.#addText(at, tagAt === -1 ? this.#template.length : tagAt)
      if (tagAt === -1) break
      const tag = scanTag(this.#template, tagAt, marks)
      if (tag.kind === '=') marks = delimitersIn(this.#template, tag)
      this.#addTag(tag)
      at = tag.end
    }
    this.#line.end()
    const unclosed = this.#open.at(-1)
    if (unclosed) {
      throw syntaxError(this.#template, unclosed.at, `The section ${unclosed.name} that opens here is never closed.`)
    }
    return this.root
  }

  /** Adds text in up to three pieces: what ends the current line, whole lines, and what begins the next. */
  #addText(start: number, end: number): void {
    const firstBreak = this.#template.indexOf('\n', start)
    if (firstBreak === -1 || firstBreak >= end) {
      this.#addPiece(start, end)
      return
    }
    const lastBreak = this.#template.lastIndexOf('\n', end - 1)
    this.#addPiece(start, firstBreak + 1)
    this.#line.end()
    if (lastBreak > firstBreak) this.#into.push({ kind: 'text', start: firstBreak + 1, end: lastBreak + 1 })
    this.#addPiece(lastBreak + 1, end)
  }

  #addPiece(start: number, end: number): void {
    if (start === end) return
    const text: TextNode = { kind: 'text', start, end }
    this.#into.push(text)
    this.#line.addText(text)
  }

  #addTag(tag: Tag): void {
    const { kind, content, start: at } = tag
    if (kind === 'name' || kind === '{' || kind === '&') {
      this.#into.push({ kind: 'variable', name: content, at })
      this.#line.addVariable()
      return
    }
    if (kind === '>') {
      const include: IncludeNode = { kind: 'include', id: content, at, indent: '' }
      this.#into.push(include)
      this.#line.addTag(include)
      return
    }
    this.#line.addTag()
    if (kind === '/') this.#closeSection(tag)
    else if (kind === '#' || kind === '^') this.#openSection(tag)
  }

  #openSection({ kind, content, start }: Tag): void {
    if (this.#open.length >= TEMPLATE_LIMITS.sectionDepth) {
      const { line, column } = positionOf(this.#template, start)
      throw tooDeep(
        `Line ${line}, column ${column}: sections are nested more than ${TEMPLATE_LIMITS.sectionDepth} levels deep.`,
      )
    }
    const section: SectionNode = { kind: 'section', name: content, at: start, inverted: kind === '^', children: [] }
    this.#into.push(section)
    this.#open.push(section)
    this.#into = section.children
  }

  #closeSection({ content, start }: Tag): void {
    const section = this.#open.pop()
    if (section?.name !== content) {
      const instead = section
        ? `the open section is ${section.name}; close that one first`
        : `no section is open; remove the tag or open ${content} before it`
      throw syntaxError(this.#template, start, `This tag closes the section ${content}, but ${instead}.`)
    }
    this.#into = this.#open.at(-1)?.children ?? this.root
  }
}

/** Parses a template in one scan; throws `template.syntax` with line and column. */
export function parseTemplate(template: string, delimiters: Delimiters | null = null): TemplateNode[] {
  if (template.length > LIMITS.templateCharacters) throw tooLarge('The template', LIMITS.templateCharacters)
  const [open, close] = delimiters ?? DEFAULT_DELIMITERS
  if (!areDelimiters(open, close)) {
    throw syntaxError(template, 0, `Delimiters have 1 to 16 characters without white space or "=".`)
  }
  return new Parser(template).run([open, close])
}
