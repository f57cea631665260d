import { isolate } from '../isolate.js'
import { AnvilError, type ErrorCode } from '../errors.js'
import type { Delimiters, Variables } from '../protocol/documents.js'
import { isPromptId } from '../protocol/prompt-id.js'
import { compileTemplate } from './compiled-template.js'
import { isOfType } from './declared-variables.js'
import { DEFAULT_DELIMITERS } from './delimiters.js'
import { everyNode } from './every-node.js'
import { includesFrom, type IncludeSource } from './include-source.js'
import { adviceForName } from './name-advice.js'
import { mustacheDifference, type MustacheParse } from './mustache-difference.js'
import { parseTemplate } from './parse-template.js'
import { positionOf } from './source-position.js'
import type { TemplateNode } from './template-ast.js'
import { isVariableName } from './variable-name.js'
import { variablesOf } from './variables-of.js'

/** What is wrong: a code of the error that a render would throw, or a finding of the linter alone. */
export type LintCode =
  | ErrorCode
  | 'tag.not_a_name'
  | 'include.not_an_id'
  | 'variable.undeclared'
  | 'variable.unused'
  | 'variable.wrong_default'
  | 'template.not_portable'

/** One finding, with what to do about it; line and column from 1. An error keeps a template from being locked. */
export interface LintProblem {
  readonly code: LintCode
  readonly message: string
  readonly line: number
  readonly column: number
  readonly severity: 'error' | 'warning'
}

/** What to check against; what is not given is not checked. `mustacheParse` is the `parse` of the mustache package. */
export interface LintOptions {
  readonly delimiters?: Delimiters | null | undefined
  readonly declared?: Variables | undefined
  readonly includes?: Readonly<Record<string, IncludeSource>> | undefined
  readonly mustacheParse?: MustacheParse | undefined
}

class Linter {
  readonly #template: string
  readonly #options: LintOptions
  readonly problems: LintProblem[] = []

  constructor(template: string, options: LintOptions) {
    this.#template = template
    this.#options = options
  }

  run(): void {
    const nodes = parseTemplate(this.#template, this.#options.delimiters)
    for (const { node } of everyNode(nodes)) this.#checkName(node)
    if (this.#options.declared) this.#checkDeclared(this.#options.declared, nodes)
    if (this.#options.mustacheParse) this.#checkPortable(this.#options.mustacheParse)
    if (this.#options.includes) this.#checkIncludes(this.#options.includes)
  }

  #checkPortable(parse: MustacheParse): void {
    const difference = mustacheDifference(this.#template, this.#options.delimiters ?? null, parse)
    if (difference !== undefined) this.#add('template.not_portable', difference, 0)
  }

  #checkName(node: TemplateNode): void {
    if (node.kind === 'text') return
    if (node.kind !== 'include') {
      if (isVariableName(node.name)) return
      const [open] = this.#options.delimiters ?? DEFAULT_DELIMITERS
      this.#add('tag.not_a_name', adviceForName(node.name, open), node.at)
    } else if (!isPromptId(node.id)) {
      this.#add(
        'include.not_an_id',
        `“${node.id}” is not the id of a prompt. Write an id such as shared.tone.`,
        node.at,
      )
    }
  }

  #checkDeclared(declared: Variables, nodes: readonly TemplateNode[]): void {
    const used = variablesOf(this.#template, this.#options)
    for (const { name, required } of used) {
      if (!required || !isVariableName(name) || Object.hasOwn(declared, name)) continue
      const message = `${isolate(name)} is used but not declared. Declare it with a type, so that callers are checked.`
      this.#add('variable.undeclared', message, firstUse(nodes, name))
    }
    const names = new Set(used.map(({ name }) => name))
    for (const [name, variable] of Object.entries(declared)) {
      if (!names.has(name))
        this.#add('variable.unused', `${isolate(name)} is declared but not used. Use it or remove it.`, 0)
      const { default: value, type } = variable
      if (value === undefined || value === null || isOfType(variable, value)) continue
      this.#add(
        'variable.wrong_default',
        `The default of ${isolate(name)} is not of its type, ${type}. Correct one of them.`,
        0,
      )
    }
  }

  #checkIncludes(includes: Readonly<Record<string, IncludeSource>>): void {
    const { delimiters = null, declared = {} } = this.#options
    compileTemplate({ template: this.#template, delimiters, variables: declared }, includesFrom(includes)).prepare()
  }

  #add(code: LintCode, message: string, at: number): void {
    const severity = code === 'variable.undeclared' || code === 'variable.unused' ? 'warning' : 'error'
    this.problems.push({ code, message, severity, ...positionOf(this.#template, at) })
  }
}

function firstUse(nodes: readonly TemplateNode[], name: string): number {
  for (const { node } of everyNode(nodes)) {
    if ((node.kind === 'variable' || node.kind === 'section') && node.name.split('.')[0] === name) return node.at
  }
  return 0
}

/** The position an error of the template itself carries; an include's errors stand at the start. */
function positionIn(details: unknown): { line: number; column: number } {
  const at = { line: 1, column: 1 }
  if (typeof details !== 'object' || details === null || 'include' in details) return at
  if ('line' in details && typeof details.line === 'number') at.line = details.line
  if ('column' in details && typeof details.column === 'number') at.column = details.column
  return at
}

/** What is wrong with a template, without rendering it; nothing is thrown. */
export function lintTemplate(template: string, options: LintOptions = {}): LintProblem[] {
  const linter = new Linter(template, options)
  try {
    linter.run()
  } catch (error) {
    if (!(error instanceof AnvilError)) throw error
    const { code, message, details } = error
    linter.problems.push({ code, message, severity: 'error', ...positionIn(details) })
  }
  return linter.problems
}
