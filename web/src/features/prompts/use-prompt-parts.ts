import type { Variable, Variables } from '@anvil/shared'
import type { IncludeSource, TemplateVariable } from '@anvil/shared/template'
import { useDeferredValue } from 'react'
import type { PromptKey } from './api.js'
import { type Content, usedIn } from './content.js'
import { exampleValues } from './example-values.js'
import { useExampleValues } from './use-example-values.js'
import { useIncludes } from './use-includes.js'

/** What is read out of a prompt while it is written: the names that it uses, what it includes, and its example values. */
export function usePromptParts(promptKey: PromptKey, content: Content) {
  const shown = useDeferredValue(content)
  const { typed, type } = useExampleValues(promptKey)
  const includes = useIncludes(promptKey, shown)
  const sources = Object.fromEntries(
    includes.texts.flatMap(({ id, source }): [string, IncludeSource][] => (source ? [[id, source]] : [])),
  )
  const used = readUsed(shown, {})
  const names = [...new Set([...used.map(({ name }) => name), ...Object.keys(content.variables ?? {})])]
  const included = includedVariables(readUsed(shown, sources), names, sources)
  const all = [...names, ...Object.keys(included)]
  const values = exampleValues(all, { ...included, ...shown.variables }, typed)
  return { shown, used, names, included, typed, type, includes, preview: { content: shown, values, includes: sources } }
}

type Sources = Readonly<Record<string, IncludeSource>>

const readUsed = (content: Content, sources: Sources): TemplateVariable[] =>
  (usedIn(content, sources) ?? []).filter(({ name }) => name !== '.')

/** The names that only included texts use, as these declare them. */
function includedVariables(used: readonly TemplateVariable[], own: readonly string[], sources: Sources): Variables {
  const declared = new Map(Object.values(sources).flatMap(({ variables }) => Object.entries(variables)))
  const found = used.flatMap(({ name }): [string, Variable][] => {
    const variable = declared.get(name)
    return variable && !own.includes(name) ? [[name, variable]] : []
  })
  return Object.fromEntries(found)
}
