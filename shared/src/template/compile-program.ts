import { AnvilError } from '../errors.js'
import type { Variables } from '../protocol/documents.js'
import type { Block, Part } from './block.js'
import { includePart, invertedPart, pathPart, sectionPart } from './compile-parts.js'
import { joinDeclarations, typeChecksOf, type Declarations, type TypeCheck } from './declared-variables.js'
import type { IncludeSource, ResolveInclude } from './include-source.js'
import { indentLines } from './indent-lines.js'
import { parseTemplate } from './parse-template.js'
import { inInclude } from './syntax-error.js'
import type { IncludeNode, SectionNode, TemplateNode, TextNode } from './template-ast.js'
import { textBetween } from './text-between.js'
import { TEMPLATE_LIMITS, tooDeep, tooLarge } from './template-limits.js'

/** A compiled template with everything it includes; `checks` are those that no part of it makes. */
export interface Program {
  readonly block: Block
  readonly checks: readonly TypeCheck[]
  readonly declarations: Declarations
}

/** A compiled block and how many levels it nests. */
interface Unit {
  readonly block: Block
  readonly height: number
}

interface CompiledTag {
  readonly tag: string | Part
  readonly height: number
}

/** Where the compiler is: the text at hand, the includes it came through, the level. */
interface Place {
  readonly template: string
  readonly chain: readonly string[]
  readonly depth: number
}

class Compiler {
  readonly #resolve: ResolveInclude
  readonly #units = new Map<string, Unit>()
  readonly #checks: Map<string, TypeCheck>
  readonly #made = new Set<string>()
  readonly #included: Variables[] = []
  #characters = 0

  constructor(resolve: ResolveInclude, declared: Variables) {
    this.#resolve = resolve
    this.#checks = new Map(typeChecksOf(declared).map((check) => [check.name, check]))
  }

  program(source: IncludeSource): Program {
    const { block } = this.#source(source, [], 0)
    const checks = [...this.#checks.values()].filter((check) => !this.#made.has(check.name))
    return { block, checks, declarations: joinDeclarations([source.variables, ...this.#included]) }
  }

  #source({ template, delimiters }: IncludeSource, chain: readonly string[], depth: number): Unit {
    this.#characters += template.length
    if (this.#characters > TEMPLATE_LIMITS.compiledCharacters) {
      throw tooLarge('The template with all it includes', TEMPLATE_LIMITS.compiledCharacters)
    }
    return this.#block(parseTemplate(template, delimiters), { template, chain, depth })
  }

  #block(nodes: readonly TemplateNode[], place: Place): Unit {
    const block: (string | Part)[] = []
    let between: TextNode[] = []
    let height = 1
    for (const node of nodes) {
      if (node.kind === 'text') {
        between.push(node)
        continue
      }
      const compiled = this.#tag(node, place)
      height = Math.max(height, compiled.height + 1)
      block.push(textBetween(place.template, between), compiled.tag)
      between = []
    }
    block.push(textBetween(place.template, between))
    return { block, height }
  }

  #tag(node: Exclude<TemplateNode, TextNode>, place: Place): CompiledTag {
    if (node.kind === 'variable') return { tag: this.#variable(node.name, place), height: 0 }
    return node.kind === 'section' ? this.#section(node, place) : this.#include(node, place)
  }

  /** A string that the caller gives and the template shows for certain is checked where it is shown. */
  #variable(name: string, { depth }: Place): string | Part {
    if (name.includes('.')) return pathPart(name)
    const check = depth === 0 ? this.#checks.get(name) : undefined
    if (check?.variable.type !== 'string') return name
    this.#made.add(name)
    return check.name
  }

  #section(node: SectionNode, place: Place): CompiledTag {
    const { block, height } = this.#block(node.children, deeper(place))
    return { tag: node.inverted ? invertedPart(node.name, block) : sectionPart(node.name, block), height }
  }

  #include(node: IncludeNode, place: Place): CompiledTag {
    const source = this.#resolve(node.id)
    if (!source) throw missingInclude(node.id, place.chain)
    if (place.chain.includes(node.id)) throw includeCycle(node.id, place.chain)
    const { block, height } = this.#unit(node, source, deeper(place))
    checkDepth(place.depth + height)
    return { tag: includePart(block, typeChecksOf(source.variables)), height }
  }

  #unit({ id, indent }: IncludeNode, source: IncludeSource, place: Place): Unit {
    const key = JSON.stringify([id, indent])
    const known = this.#units.get(key)
    if (known) return known
    if (this.#units.size >= TEMPLATE_LIMITS.compiledIncludes) throw tooDeep('Includes include each other too often.')
    const indented = { ...source, template: indentLines(source.template, indent) }
    try {
      const unit = this.#source(indented, [...place.chain, id], place.depth)
      this.#units.set(key, unit)
      this.#included.push(source.variables)
      return unit
    } catch (error) {
      throw inInclude(error, id)
    }
  }
}

function checkDepth(depth: number): void {
  if (depth > TEMPLATE_LIMITS.depth) {
    throw tooDeep(`Sections and includes are nested more than ${TEMPLATE_LIMITS.depth} levels deep.`)
  }
}

function deeper(place: Place): Place {
  checkDepth(place.depth + 1)
  return { ...place, depth: place.depth + 1 }
}

function missingInclude(id: string, chain: readonly string[]): AnvilError {
  const where = chain.length > 0 ? ` (included by ${chain.join(' → ')})` : ''
  return new AnvilError(
    'template.include_missing',
    `There is no prompt ${id} to include${where}. Correct the id, or add that prompt.`,
    { details: { id, chain } },
  )
}

function includeCycle(id: string, chain: readonly string[]): AnvilError {
  const cycle = [...chain.slice(chain.indexOf(id)), id]
  return new AnvilError('template.include_cycle', `Includes form a cycle: ${cycle.join(' → ')}. Remove one of them.`, {
    details: { cycle },
  })
}

/** Compiles a template and everything it includes. */
export function compileProgram(source: IncludeSource, resolve: ResolveInclude): Program {
  return new Compiler(resolve, source.variables).program(source)
}
