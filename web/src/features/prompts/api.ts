import {
  type CreatePromptInput,
  Draft,
  type FoundPrompt,
  FoundPrompts,
  IncludedTextList,
  Prompt,
  type PromptFilter,
  type PromptInput,
  PromptPage,
  PromptTree,
  UsedByPage,
} from '@anvil/shared/api'
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import type { PromptSetKey } from '../reviews/api.js'
import { isOfPrompt } from './is-of-prompt.js'
import { aroundAddress, listAddress } from './list-address.js'

/** So many pages of a list are read again as a whole; of longer ones only what is in sight. */
export const FEW_PAGES = 3
const FRESH_MS = 5_000

/** Names a prompt of a draft. */
export interface PromptKey extends PromptSetKey {
  promptId: string
}

const pathOf = ({ projectId, promptSetId }: PromptSetKey) => `/projects/${projectId}/prompt-sets/${promptSetId}/prompts`
const keyOf = ({ projectId, promptSetId }: PromptSetKey) => [
  'projects',
  projectId,
  'prompt-sets',
  promptSetId,
  'prompts',
]

/** Reads a page of the prompts of a draft, of those that a filter finds. */
export const readPromptPage = (set: PromptSetKey, filter: PromptFilter, cursor: string | null) =>
  request(PromptPage, `${pathOf(set)}?${listAddress(filter, cursor)}`)

interface Listed {
  state: { data: { pages: readonly unknown[] } | undefined }
}

const isShort = ({ state }: Listed): boolean => (state.data?.pages.length ?? 0) <= FEW_PAGES

/** The prompts of a draft by page, those that a filter finds. Many pages are not read again at once (`useSeenPages`). */
export const promptsQuery = (set: PromptSetKey, filter: PromptFilter) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(set), 'list', filter],
    queryFn: ({ pageParam }) => readPromptPage(set, filter, pageParam),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: (query) => (isShort(query) ? FRESH_MS : Infinity),
    refetchOnMount: isShort,
    refetchOnWindowFocus: isShort,
    refetchOnReconnect: isShort,
  })

/** The branches right below one, or the first ones, with how many prompts a filter finds in each. */
export const branchesQuery = (set: PromptSetKey, filter: PromptFilter) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(set), 'tree', filter],
    queryFn: ({ pageParam }) =>
      request(PromptTree, `${pathOf(set).replace(/s$/, '-tree')}?${listAddress(filter, pageParam)}`),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  })

/** The prompts of a project that have a text in their ids or templates, the best matches. */
export const searchQuery = (projectId: string, q: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'prompt-search', q],
    queryFn: () => request(FoundPrompts, `/projects/${projectId}/prompts?${new URLSearchParams({ q })}`),
    staleTime: 0,
  })

/** How many prompts are found at once. */
export const MOST_FOUND = 50

/** Finds prompts of a project by a text, those first whose id begins with it; the signal ends the wait. */
export async function findPrompts(projectId: string, q: string, signal: AbortSignal): Promise<FoundPrompt[]> {
  const path = `/projects/${projectId}/prompts?${new URLSearchParams({ q, limit: String(MOST_FOUND) })}`
  return (await request(FoundPrompts, path, { signal })).prompts
}

const firstPage = (): string | null => null

/** One prompt of a draft. */
export const promptQuery = (key: PromptKey) =>
  queryOptions({ queryKey: [...keyOf(key), 'one', key.promptId], queryFn: () => readPrompt(key), staleTime: 0 })

/** The prompts around one of a draft, of those that a filter finds. */
export const neighboursQuery = (key: PromptKey, filter: PromptFilter) =>
  queryOptions({
    queryKey: [...keyOf(key), 'around', key.promptId, filter],
    queryFn: async () => (await request(PromptPage, `${pathOf(key)}?${aroundAddress(filter, key.promptId)}`)).prompts,
    placeholderData: keepPreviousData,
  })

/** Reads one prompt as it is now. */
export const readPrompt = (key: PromptKey) => request(Prompt, `${pathOf(key)}/${key.promptId}`)

/** Writes a prompt over the one with an ETag. */
export const putPrompt = (key: PromptKey, body: PromptInput, etag: string) =>
  request(Prompt, `${pathOf(key)}/${key.promptId}`, { method: 'PUT', body, headers: { 'If-Match': etag } })

/** Puts what FORGE answered to a save in place of what was read; all else of the project's drafts is read when it is shown next. */
export function noteSaved(key: PromptKey, saved: Prompt): void {
  queryClient.setQueryData(promptQuery(key).queryKey, saved)
  void queryClient.invalidateQueries({
    queryKey: ['projects', key.projectId, 'prompt-sets'],
    predicate: ({ queryKey }) => !isOfPrompt(queryKey, keyOf(key), key.promptId),
    refetchType: 'none',
  })
}

/** Adds a prompt to a draft. */
export function useNewPrompt(set: PromptSetKey) {
  return useMutation({
    mutationFn: (body: CreatePromptInput) => request(Prompt, pathOf(set), { method: 'POST', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['projects', set.projectId, 'prompt-sets'] }),
  })
}

/** Where the texts come from that a prompt includes as it is being written, and those that these include. */
export const includedTextsQuery = (key: PromptKey, ids: readonly string[]) =>
  queryOptions({
    queryKey: [...keyOf(key), 'includes', key.promptId, ids],
    queryFn: () => request(IncludedTextList, `${pathOf(key)}/${key.promptId}/includes?ids=${ids.join(',')}`),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  })

/** The prompts that include a prompt, by page. */
export const usedByQuery = (key: PromptKey) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(key), 'used-by', key.promptId],
    queryFn: ({ pageParam }) => {
      const asked = pageParam === null ? '' : `?${new URLSearchParams({ cursor: pageParam })}`
      return request(UsedByPage, `${pathOf(key)}/${key.promptId}/used-by${asked}`)
    },
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor,
  })

/** Takes the newest locked text of an include into the draft. */
export function useTakeInclude({ projectId, promptSetId }: PromptSetKey) {
  return useMutation({
    mutationFn: (id: string) =>
      request(Draft, `/projects/${projectId}/prompt-sets/${promptSetId}/includes`, {
        method: 'POST',
        body: { ids: [id] },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['projects', projectId, 'prompt-sets'] }),
  })
}
