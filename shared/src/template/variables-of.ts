import type { Delimiters } from '../protocol/documents.js'
import { everyNode } from './every-node.js'
import { includesFrom, type IncludeSource, type ResolveInclude } from './include-source.js'
import { parseTemplate } from './parse-template.js'
import type { SectionNode, TemplateNode } from './template-ast.js'
import { pathOf } from './variable-name.js'

/**
 * A name that a template uses; of a dotted one the first step. `required`: every render needs it, unless a declaration
 * says otherwise. `use`: `value` is rendered, of an `object` something is, a `condition` only shows or hides a section.
 * `within`: the sections around its first use; the values of these may have the name too.
 */
export interface TemplateVariable {
  readonly name: string
  readonly required: boolean
  readonly use: 'value' | 'object' | 'condition'
  readonly within: readonly string[]
}

/** The text to look through, and the includes whose names count as its own. */
export interface VariablesOptions {
  readonly delimiters?: Delimiters | null | undefined
  readonly includes?: Readonly<Record<string, IncludeSource>> | undefined
}

const STRENGTH = { condition: 0, value: 1, object: 2 } as const

class VariableCollector {
  readonly #resolve: ResolveInclude
  readonly #entered = new Set<string>()
  readonly found = new Map<string, TemplateVariable>()

  constructor(resolve: ResolveInclude) {
    this.#resolve = resolve
  }

  collect(nodes: readonly TemplateNode[], around: readonly SectionNode[]): void {
    for (const { node, within } of everyNode(nodes, around)) {
      if (node.kind === 'include') this.#include(node.id, within)
      else if (node.kind !== 'text') this.#add(node.name, node.kind === 'section', within)
    }
  }

  #include(id: string, within: readonly SectionNode[]): void {
    const source = this.#resolve(id)
    const key = JSON.stringify([id, within.length > 0])
    if (!source || this.#entered.has(key)) return
    this.#entered.add(key)
    this.collect(parseTemplate(source.template, source.delimiters), within)
  }

  #add(fullName: string, isCondition: boolean, around: readonly SectionNode[]): void {
    const [name, ...rest] = pathOf(fullName)
    if (name === undefined) return
    const use = rest.length > 0 ? 'object' : isCondition ? 'condition' : 'value'
    const required = !isCondition && around.length === 0
    const within = around.map((section) => section.name)
    const known = this.found.get(name) ?? { name, required, use, within }
    this.found.set(name, {
      ...known,
      required: known.required || required,
      use: STRENGTH[use] > STRENGTH[known.use] ? use : known.use,
    })
  }
}

/** The names a template and its includes use, in order of their first use; throws `template.syntax`. */
export function variablesOf(template: string, options: VariablesOptions = {}): TemplateVariable[] {
  const collector = new VariableCollector(includesFrom(options.includes ?? {}))
  collector.collect(parseTemplate(template, options.delimiters), [])
  return [...collector.found.values()]
}
