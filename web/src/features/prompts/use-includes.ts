import { AnvilError, isPromptId } from '@anvil/shared'
import type { IncludedText } from '@anvil/shared/api'
import { includesOf } from '@anvil/shared/template'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { includedTextsQuery, type PromptKey } from './api.js'
import { type Content, templatesOf } from './content.js'

const MOST = 100
const NONE: readonly IncludedText[] = []

/** The texts that a prompt includes as it is written, and those that these include, with where they come from. */
export function useIncludes(key: PromptKey, content: Content) {
  const wanted = useMemo(() => wantedBy(content), [content])
  const query = useQuery(includedTextsQuery(key, wanted))
  const isReady = wanted.length === 0 || !query.isPending
  return { wanted, query, isReady, texts: (wanted.length > 0 && query.data?.includes) || NONE }
}

function wantedBy(content: Content): string[] {
  const ids = templatesOf(content).flatMap((template) => idsIn(template, content.delimiters))
  return [...new Set(ids)].filter(isPromptId).toSorted().slice(0, MOST)
}

function idsIn(template: string, delimiters: Content['delimiters']): string[] {
  try {
    return includesOf(template, delimiters)
  } catch (error) {
    if (error instanceof AnvilError) return []
    throw error
  }
}
