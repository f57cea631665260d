import type { Variable, Variables } from '@anvil/shared'
import type { IncludeSource, TemplateVariable } from '@anvil/shared/template'
import { useMemo } from 'react'
import type { PromptKey } from './api.js'
import { type Content, usedIn } from './content.js'
import { exampleValues } from './example-values.js'
import { useExampleValues } from './use-example-values.js'
import { useIncludes } from './use-includes.js'

/** What is read out of a prompt while it is written: the names that it uses, what it includes, and its example values. */
export function usePromptParts(promptKey: PromptKey, shown: Content, variables: Variables) {
  const { typed, type } = useExampleValues(promptKey)
  const includes = useIncludes(promptKey, shown)
  const { texts } = includes
  const read = useMemo(() => readNames(shown, variables, sourcesOf(texts)), [shown, variables, texts])
  const preview = useMemo(() => {
    const values = exampleValues(read.all, { ...read.included, ...shown.variables }, typed)
    return { content: shown, values, includes: read.sources }
  }, [shown, read, typed])
  return { ...read, typed, type, includes, preview }
}

type Sources = Readonly<Record<string, IncludeSource>>

const sourcesOf = (texts: ReturnType<typeof useIncludes>['texts']): Sources =>
  Object.fromEntries(texts.flatMap(({ id, source }): [string, IncludeSource][] => (source ? [[id, source]] : [])))

function readNames(content: Content, variables: Variables, sources: Sources) {
  const used = readUsed(content, {})
  const names = [...new Set([...used.map(({ name }) => name), ...Object.keys(variables)])]
  const included = includedVariables(readUsed(content, sources), names, sources)
  return { sources, used, names, included, all: [...names, ...Object.keys(included)] }
}

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
