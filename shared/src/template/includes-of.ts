import type { Delimiters } from '../protocol/documents.js'
import { parseTemplate } from './parse-template.js'
import { everyNode } from './every-node.js'

/** The ids a template includes itself, each once, in order; throws `template.syntax`. */
export function includesOf(template: string, delimiters: Delimiters | null = null): string[] {
  const ids = new Set<string>()
  for (const { node } of everyNode(parseTemplate(template, delimiters))) if (node.kind === 'include') ids.add(node.id)
  return [...ids]
}
