import type { Variables } from '@anvil/shared'
import { compileTemplate, type CompiledTemplate, type IncludeSource } from '@anvil/shared/template'
import mustache from 'mustache'
import type { HandWritten } from './corpus-templates.js'
import type { CorpusPrompt } from './corpus.js'
import type { Prompts } from '../src/prompts/prompts.js'

/** Renders a prompt of the corpus by its id. */
export type Render = (id: string, values: Record<string, unknown>) => string

/** The same prompts as templates, with the templates they include. */
export interface Templates {
  readonly prompts: ReadonlyMap<string, string>
  readonly includes: ReadonlyMap<string, string>
}

const declared = (type: 'string' | 'list' | 'boolean') => ({ type, required: true, default: null, description: '' })

const asSource = (template: string, variables: Variables): IncludeSource => ({ template, delimiters: null, variables })

/** What the prompts declare: everything that a caller gives. */
export function declarationsOf({ values }: CorpusPrompt): Variables {
  const typeOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value === 'boolean' ? 'boolean' : 'string')
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, declared(typeOf(value))]))
}

/** The templates as a bundle has them, with what they declare. */
export function sourcesOf(templates: Templates, prompts: readonly CorpusPrompt[]): Map<string, IncludeSource> {
  const includes = [...templates.includes].map(
    ([id, template]) => [id, asSource(template, { language: declared('string') })] as const,
  )
  const own = prompts.map(
    (prompt) => [prompt.id, asSource(templates.prompts.get(prompt.id) ?? '', declarationsOf(prompt))] as const,
  )
  return new Map([...includes, ...own])
}

/** Anvil's engine: every value checked against its declaration. */
export function compiledPrompts(sources: ReadonlyMap<string, IncludeSource>): Map<string, CompiledTemplate> {
  return new Map([...sources].map(([id, source]) => [id, compileTemplate(source, (id) => sources.get(id))]))
}

/** A look-up and a call, as an application without an engine has it. */
export function byHand(functions: ReadonlyMap<string, HandWritten>): Render {
  return (id, values) => functions.get(id)?.(values) ?? ''
}

/** The client's `prompt()`: look-up, checks, counters, render. */
export function byPrompt(prompts: Prompts): Render {
  return (id, values) => prompts.prompt(id, values)
}

/** A look-up in a Map and a render. */
export function byAnvil(compiled: ReadonlyMap<string, CompiledTemplate>): Render {
  return (id, values) => compiled.get(id)?.render(values) ?? ''
}

/** The mustache package as its README has it; it keeps what it parsed. */
export function byMustache({ prompts, includes }: Templates): Render {
  const partials = Object.fromEntries(includes)
  return (id, values) => mustache.render(prompts.get(id) ?? '', values, partials)
}

/** What a writer of the mustache package keeps for each template. */
export function mustacheTokens({ prompts }: Templates): Map<string, ReturnType<typeof mustache.parse>> {
  const writer = new mustache.Writer()
  return new Map([...prompts].map(([id, template]) => [id, writer.parse(template)]))
}

/** A writer of the mustache package with tokens kept behind a Map. */
export function byMustacheWriter({ prompts, includes }: Templates): Render {
  const writer = new mustache.Writer()
  const tokens = mustacheTokens({ prompts, includes })
  const partials = Object.fromEntries(includes)
  const renderTokens: unknown = Reflect.get(writer, 'renderTokens')
  if (typeof renderTokens !== 'function') throw new Error('This mustache has no renderTokens')
  return (id, values) => {
    const args = [tokens.get(id), new mustache.Context(values), partials, prompts.get(id)]
    return String(Reflect.apply(renderTokens, writer, args))
  }
}
