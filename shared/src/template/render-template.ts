import type { Delimiters, Variables } from '../protocol/documents.js'
import { compileTemplate, type OnMissing } from './compiled-template.js'
import { includesFrom, type IncludeSource } from './include-source.js'

/** How to fill a template once. */
export interface RenderOptions {
  readonly includes?: Readonly<Record<string, IncludeSource>> | undefined
  readonly onMissing?: OnMissing | undefined
  readonly delimiters?: Delimiters | null | undefined
  readonly declared?: Variables | undefined
  readonly warn?: ((name: string) => void) | undefined
}

/** Fills a template with values; throws `template.…` for the template, `variable.…` for the values. */
export function renderTemplate(
  template: string,
  variables: Readonly<Record<string, unknown>>,
  options: RenderOptions = {},
): string {
  const source = { template, delimiters: options.delimiters ?? null, variables: options.declared ?? {} }
  return compileTemplate(source, includesFrom(options.includes ?? {})).render(
    variables,
    options.onMissing,
    options.warn,
  )
}
