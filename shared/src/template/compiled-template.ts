import { AnvilError } from '../errors.js'
import { renderBlock } from './block.js'
import { compileProgram, type Program } from './compile-program.js'
import { checkGiven } from './declared-variables.js'
import { ownValue, type Frame } from './frame.js'
import type { IncludeSource, ResolveInclude } from './include-source.js'
import { Run } from './run.js'
import { wrongType } from './value-type.js'

/** What to do where a required variable is missing: refuse, or render nothing and tell, or render nothing. */
export type OnMissing = 'throw' | 'warn' | 'empty'

/** A template that compiles itself when it is first rendered. */
export class CompiledTemplate {
  readonly #source: IncludeSource
  readonly #resolve: ResolveInclude
  #program: Program | undefined

  constructor(source: IncludeSource, resolve: ResolveInclude) {
    this.#source = source
    this.#resolve = resolve
  }

  /** Compiles now what would be compiled at the first render; throws what is wrong with the template or its includes. */
  prepare(): void {
    this.#program ??= compileProgram(this.#source, this.#resolve)
  }

  /** Fills the template; `warn` is called once for each name that was missing under `warn`. */
  render(
    variables: Readonly<Record<string, unknown>>,
    onMissing: OnMissing = 'throw',
    warn?: (name: string) => void,
  ): string {
    const program = (this.#program ??= compileProgram(this.#source, this.#resolve))
    if (typeof variables !== 'object' || variables === null) throw wrongType('variables', 'an object', variables)
    const { defaults, optional } = program.declarations
    const frame: Frame = {
      value: variables,
      parent: defaults === undefined ? undefined : { value: defaults, parent: undefined },
    }
    const run = new Run(frame, this.#source.variables, optional)
    for (const check of program.checks) checkGiven(check, ownValue(variables, check.name), run)
    renderBlock(program.block, run, frame)
    if (run.missing) report([...run.missing], onMissing, warn)
    return run.text()
  }
}

function report(names: readonly string[], onMissing: OnMissing, warn?: (name: string) => void): void {
  if (onMissing === 'empty') return
  if (onMissing === 'warn') {
    for (const name of names) warn?.(name)
    return
  }
  const [what, them] = names.length === 1 ? ['variable', 'it'] : ['variables', 'them']
  throw new AnvilError(
    'variable.missing',
    `The template needs the ${what} ${names.join(', ')}, but the call does not pass ${them}. ` +
      'Pass every name, or give the variable a default.',
    { details: { names } },
  )
}

/** A template ready to be filled; compiled when it is first rendered. */
export function compileTemplate(source: IncludeSource, resolveInclude: ResolveInclude): CompiledTemplate {
  return new CompiledTemplate(source, resolveInclude)
}
