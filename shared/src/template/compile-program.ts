import { AnvilError } from '../errors.js'
import type { Variables } from '../protocol/documents.js'
import type { Block, Part } from './block.js'
import { includePart, invertedPart, sectionPart, variablePart } from './compile-parts.js'
import { joinDeclarations, typeChecksOf, type Declarations, type TypeCheck } from './declared-variables.js'
import { flatText } from './flat-text.js'
import type { IncludeSource, ResolveInclude } from './include-source.js'
import { indentLines } from './indent-lines.js'
import { parseTemplate } from './parse-template.js'
import { inInclude } from './syntax-error.js'
import type { IncludeNode, SectionNode, TemplateNode } from './template-ast.js'
import { TEMPLATE_LIMITS, tooDeep, tooLarge } from './template-limits.js'

/** A compiled template with everything it includes. */
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

/** Where the compiler is: the text at hand, the includes it came through, the level. */
interface Place {
  readonly template: string
  readonly chain: readonly string[]
  readonly depth: number
}

class Compiler {
  readonly #resolve: ResolveInclude
  readonly #units = new Map<string, Unit>()
  readonly variables: Variables[] = []
  #characters = 0

  constructor(resolve: ResolveInclude) {
    this.#resolve = resolve
  }

  source({ template, delimiters }: IncludeSource, chain: readonly string[], depth: number): Unit {
    this.#characters += template.length
    if (this.#characters > TEMPLATE_LIMITS.compiledCharacters) {
      throw tooLarge('The template with all it includes', TEMPLATE_LIMITS.compiledCharacters)
    }
    return this.#block(parseTemplate(template, delimiters), { template, chain, depth })
  }

  #block(nodes: readonly TemplateNode[], place: Place): Unit {
    const texts = ['']
    const parts: Part[] = []
    let height = 1
    for (const node of nodes) {
      if (node.kind === 'text') {
        texts.push((texts.pop() ?? '') + place.template.slice(node.start, node.end))
        continue
      }
      const compiled = this.#part(node, place)
      height = Math.max(height, compiled.height + 1)
      parts.push(compiled.part)
      texts.push('')
    }
    const [first = '', ...rest] = texts.map(flatText)
    return { block: { first, parts, texts: rest }, height }
  }

  #part(node: Exclude<TemplateNode, { kind: 'text' }>, place: Place): { part: Part; height: number } {
    if (node.kind === 'variable') return { part: variablePart(node.name), height: 0 }
    return node.kind === 'section' ? this.#section(node, place) : this.#include(node, place)
  }

  #section(node: SectionNode, place: Place): { part: Part; height: number } {
    const { block, height } = this.#block(node.children, deeper(place))
    return { part: node.inverted ? invertedPart(node.name, block) : sectionPart(node.name, block), height }
  }

  #include(node: IncludeNode, place: Place): { part: Part; height: number } {
    const source = this.#resolve(node.id)
    if (!source) throw missingInclude(node.id, place.chain)
    if (place.chain.includes(node.id)) throw includeCycle(node.id, place.chain)
    const { block, height } = this.#unit(node, source, deeper(place))
    checkDepth(place.depth + height)
    return { part: includePart(block, typeChecksOf(source.variables)), height }
  }

  #unit({ id, indent }: IncludeNode, source: IncludeSource, place: Place): Unit {
    const key = JSON.stringify([id, indent])
    const known = this.#units.get(key)
    if (known) return known
    if (this.#units.size >= TEMPLATE_LIMITS.compiledIncludes) throw tooDeep('Includes include each other too often.')
    const indented = { ...source, template: indentLines(source.template, indent) }
    try {
      const unit = this.source(indented, [...place.chain, id], place.depth)
      this.#units.set(key, unit)
      this.variables.push(source.variables)
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
  const compiler = new Compiler(resolve)
  const { block } = compiler.source(source, [], 0)
  return {
    block,
    checks: typeChecksOf(source.variables),
    declarations: joinDeclarations([source.variables, ...compiler.variables]),
  }
}
