import { AnvilError } from '../errors.js'
import { type IncludeSource, TEMPLATE_LIMITS } from '../template/index.js'
import { parseTemplate } from '../template/parse-template.js'
import type { IncludeNode, TemplateNode } from '../template/template-ast.js'

/** What a template grows to with all it includes, each counted as often as it stands there. */
interface Expansion {
  characters: number
  includes: number
  levels: number
}

/** Reads the templates of one bundle, each once, so that the work grows with their length and not with their includes. */
export class TemplateReader {
  readonly #find: (id: string) => IncludeSource | undefined
  readonly #known = new Map<string, Expansion>()
  readonly #path = new Set<string>()

  constructor(find: (id: string) => IncludeSource | undefined) {
    this.#find = find
  }

  /** Reads the text of an id with all it includes; throws what keeps it from being compiled. */
  readIncluded(id: string): Expansion {
    const known = this.#known.get(id)
    if (known) return known
    if (this.#path.has(id)) {
      const cycle = [...this.#path, id].join(' → ')
      throw new AnvilError('template.include_cycle', `Includes form a cycle: ${cycle}. Remove one of them.`)
    }
    const source = this.#find(id)
    if (!source) throw new AnvilError('template.include_missing', `There is no text ${id} in the bundle to include.`)
    this.#path.add(id)
    if (this.#path.size > TEMPLATE_LIMITS.depth) throw tooMuch('levels')
    const expansion = this.read(source)
    this.#path.delete(id)
    this.#known.set(id, expansion)
    return expansion
  }

  /** Reads one template with all it includes; throws what keeps it from being compiled. */
  read({ template, delimiters }: Pick<IncludeSource, 'template' | 'delimiters'>): Expansion {
    const sum = { characters: template.length, includes: 0, levels: 1 }
    this.#addNodes(parseTemplate(template, delimiters), sum, 1)
    return sum
  }

  #addNodes(nodes: readonly TemplateNode[], sum: Expansion, level: number): void {
    for (const node of nodes) {
      if (node.kind === 'section') this.#addNodes(node.children, sum, level + 1)
      else if (node.kind === 'include') this.#addInclude(node, sum, level)
    }
    sum.levels = Math.max(sum.levels, level)
    if (sum.levels >= TEMPLATE_LIMITS.depth) throw tooMuch('levels')
  }

  #addInclude({ id, indent }: IncludeNode, sum: Expansion, level: number): void {
    const inner = this.readIncluded(id)
    sum.characters += inner.characters * (1 + indent.length)
    sum.includes += 1 + inner.includes
    sum.levels = Math.max(sum.levels, level + inner.levels)
    if (sum.characters > TEMPLATE_LIMITS.compiledCharacters) throw tooMuch('characters')
    if (sum.includes > TEMPLATE_LIMITS.compiledIncludes) throw tooMuch('includes')
  }
}

function tooMuch(what: 'levels' | 'characters' | 'includes'): AnvilError {
  return new AnvilError('template.too_deep', `With all it includes, the template has too many ${what}. Include less.`)
}
