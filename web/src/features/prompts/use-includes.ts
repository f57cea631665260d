import { AnvilError, isPromptId } from '@anvil/shared'
import { includesOf } from '@anvil/shared/template'
import { useQuery } from '@tanstack/react-query'
import { includedTextsQuery, type PromptKey } from './api.js'
import { type Content, templatesOf } from './content.js'

const MOST = 100

/** The texts that a prompt includes as it is written, and those that these include, with where they come from. */
export function useIncludes(key: PromptKey, content: Content) {
  const ids = templatesOf(content).flatMap((template) => idsIn(template, content.delimiters))
  const wanted = [...new Set(ids)].filter(isPromptId).toSorted().slice(0, MOST)
  const query = useQuery(includedTextsQuery(key, wanted))
  const isReady = wanted.length === 0 || !query.isPending
  return { wanted, query, isReady, texts: wanted.length === 0 ? [] : (query.data?.includes ?? []) }
}

function idsIn(template: string, delimiters: Content['delimiters']): string[] {
  try {
    return includesOf(template, delimiters)
  } catch (error) {
    if (error instanceof AnvilError) return []
    throw error
  }
}
