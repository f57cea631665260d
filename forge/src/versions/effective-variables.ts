import type { Variable, Variables } from '@anvil/shared'
import { inferredVariable, usedVariables } from '../prompts/infer-variables.js'
import { type Content, templatesOf } from '../reviews/draft-content.js'
import { edgesOf } from '../reviews/include-graph.js'

/** What one text asks for by itself: its declarations, what it uses without declaring it, and what it includes. */
interface Asked {
  declared: Variables
  used: Variables
  includes: readonly string[]
}

/**
 * Finds what callers of a prompt may or must pass: its own declarations, those of the texts it includes, and names that
 * are used without being declared. As in rendering, the first declaration of a name holds.
 */
export function effectiveVariablesOf(content: Content): (id: string) => Map<string, Variable> {
  const known = new Map<string, Asked>()
  const askedBy = (id: string): Asked => {
    const asked = known.get(id) ?? askedAt(content, id)
    known.set(id, asked)
    return asked
  }
  return (id) => {
    const texts = textsUnder(askedBy, id)
    const found = new Map<string, Variable>()
    for (const layer of [texts.map(({ declared }) => declared), texts.map(({ used }) => used)].flat()) {
      for (const [name, variable] of Object.entries(layer)) if (!found.has(name)) found.set(name, variable)
    }
    return found
  }
}

function askedAt(content: Content, id: string): Asked {
  const { snapshot, includes } = content
  const prompt = Object.hasOwn(snapshot, id) ? snapshot[id] : undefined
  const carried = Object.hasOwn(includes, id) ? includes[id] : undefined
  const templates = prompt ? templatesOf(prompt) : carried ? [carried.template] : []
  const source = prompt ?? carried
  const used = usedVariables({ templates, delimiters: source?.delimiters ?? null }).filter(({ required }) => required)
  return {
    declared: source?.variables ?? {},
    used: Object.fromEntries(used.map(({ name, use }) => [name, inferredVariable(use)])),
    includes: edgesOf(content, id),
  }
}

/** A text and all it includes, each once, in the order in which rendering meets them. */
function textsUnder(askedBy: (id: string) => Asked, id: string): Asked[] {
  const seen = new Set<string>()
  const texts: Asked[] = []
  const open = [id]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const asked = askedBy(next)
    texts.push(asked)
    open.push(...[...asked.includes].reverse())
  }
  return texts
}
