import type { Delimiters } from '../protocol/documents.js'
import { DEFAULT_DELIMITERS } from './delimiters.js'
import { parseTemplate } from './parse-template.js'
import type { TemplateNode } from './template-ast.js'

/** The `parse` of the `mustache` package, which stays outside of this one. */
export type MustacheParse = (template: string, tags: [string, string]) => unknown

/** A text, or the mark and content of a tag with what it encloses; white space of lines that vanish is left out. */
type Outline = string | readonly [mark: string, content: string, children: readonly Outline[]]

function addText(outline: Outline[], text: string): void {
  const last = outline.at(-1)
  if (text === '') return
  if (typeof last === 'string') outline[outline.length - 1] = last + text
  else outline.push(text)
}

function outlineOf(template: string, nodes: readonly TemplateNode[]): Outline[] {
  const outline: Outline[] = []
  for (const node of nodes) {
    if (node.kind === 'text') addText(outline, template.slice(node.start, node.end))
    else if (node.kind === 'variable') outline.push(['&', node.name, []])
    else if (node.kind === 'include') outline.push(['>', node.id, []])
    else outline.push([node.inverted ? '^' : '#', node.name, outlineOf(template, node.children)])
  }
  return outline
}

function outlineOfTokens(given: unknown): Outline[] {
  const outline: Outline[] = []
  const tokens: readonly unknown[] = Array.isArray(given) ? given : []
  for (const token of tokens) {
    const parts: readonly unknown[] = Array.isArray(token) ? token : []
    const [kind, content, , , children] = parts
    if (typeof kind !== 'string' || typeof content !== 'string' || kind === '!' || kind === '=') continue
    if (kind === 'text') addText(outline, content)
    else outline.push([kind === 'name' ? '&' : kind, content, outlineOfTokens(children)])
  }
  return outline
}

/**
 * How the `mustache` package reads a template differently; undefined if it reads it alike. A template that passes
 * means the same to every Mustache. Throws `template.syntax` for one that Anvil cannot read.
 */
export function mustacheDifference(
  template: string,
  delimiters: Delimiters | null,
  parse: MustacheParse,
): string | undefined {
  const ours = outlineOf(template, parseTemplate(template, delimiters))
  const [open, close] = delimiters ?? DEFAULT_DELIMITERS
  let tokens: unknown
  try {
    tokens = parse(template, [open, close])
  } catch (error) {
    return `The mustache package cannot read this template: ${String(error)}`
  }
  const theirs = outlineOfTokens(tokens)
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return undefined
  const at = ours.findIndex((part, index) => JSON.stringify(part) !== JSON.stringify(theirs[index]))
  const shown = JSON.stringify(ours[at] ?? theirs[ours.length]).slice(0, 60)
  return `The mustache package reads this template differently, first at ${shown}. Write that part more plainly.`
}
