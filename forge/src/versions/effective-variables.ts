import type { Variable, Variables } from '@anvil/shared'
import { inferredVariable, usedVariables } from '../prompts/infer-variables.js'
import { type Content, templatesOf } from '../reviews/draft-content.js'
import { edgesOf } from '../reviews/include-graph.js'
import { includeSources } from './include-sources.js'

/**
 * Finds what callers of a prompt may or must pass: its own declarations, those of the texts it includes, and names that
 * are used without being declared. As in rendering, the first declaration of a name holds.
 */
export function effectiveVariablesOf(content: Content): (id: string) => Map<string, Variable> {
  const sources = includeSources(content)
  return (id) => {
    const found = new Map<string, Variable>()
    for (const each of idsUnder(content, id)) {
      for (const [name, variable] of Object.entries(variablesAt(content, each))) {
        if (!found.has(name)) found.set(name, variable)
      }
    }
    const prompt = content.snapshot[id]
    const group = { templates: prompt ? templatesOf(prompt) : [], delimiters: prompt?.delimiters ?? null }
    for (const { name, required, use } of usedVariables(group, sources)) {
      if (required && !found.has(name)) found.set(name, inferredVariable(use))
    }
    return found
  }
}

function variablesAt({ snapshot, includes }: Content, id: string): Variables {
  const source = Object.hasOwn(snapshot, id) ? snapshot[id] : includes[id]
  return source?.variables ?? {}
}

/** An id and all it includes, in the order in which rendering meets them. */
function idsUnder(content: Content, id: string): Set<string> {
  const seen = new Set<string>()
  const open = [id]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...edgesOf(content, next).reverse())
  }
  return seen
}
