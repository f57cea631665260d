import { DiffResult, type DiffSide, RestoredDraft, VersionDetail, VersionList } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { request, requestBytes } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import type { PromptSetKey } from '../reviews/api.js'
import { DRAFT } from './say-version.js'

const pathOf = ({ projectId, promptSetId }: PromptSetKey) => `/projects/${projectId}/prompt-sets/${promptSetId}`
const keyOf = ({ projectId, promptSetId }: PromptSetKey) => ['projects', projectId, 'prompt-sets', promptSetId]

/** The versions of a prompt set, newest first. */
export const versionsQuery = (key: PromptSetKey) =>
  queryOptions({
    queryKey: [...keyOf(key), 'versions'],
    queryFn: async () => (await request(VersionList, `${pathOf(key)}/versions`)).versions,
  })

/** One version with its texts; it never changes. */
export const versionQuery = (key: PromptSetKey, version: string) =>
  queryOptions({
    queryKey: [...keyOf(key), 'versions', version],
    queryFn: () => request(VersionDetail, `${pathOf(key)}/versions/${version}`),
    staleTime: Infinity,
  })

/** What changed from one side to the other. It is not asked again under somebody who reads it. */
export const diffQuery = (key: PromptSetKey, { from, to }: { from: DiffSide; to: DiffSide }) =>
  queryOptions({
    queryKey: [...keyOf(key), 'diff', from, to],
    queryFn: () => request(DiffResult, `${pathOf(key)}/diff?from=${from}&to=${to}`),
    staleTime: Infinity,
    refetchOnMount: 'always',
  })

/** What a restore would change of the draft. Nothing but the person who is about to confirm it asks for it again. */
export const restoreQuery = (key: PromptSetKey, version: string) =>
  queryOptions({
    ...diffQuery(key, { from: DRAFT, to: version }),
    queryKey: ['restore', ...keyOf(key), version],
    gcTime: 0,
  })

/** Makes the draft say what a version says, if it is still the one of that revision. */
export function useRestore(key: PromptSetKey) {
  return useMutation({
    mutationFn: ({ version, revision }: { version: string; revision: number }) =>
      request(RestoredDraft, `${pathOf(key)}/versions/${version}/restore`, {
        method: 'POST',
        headers: { 'if-match': `"${revision}"` },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['projects', key.projectId, 'prompt-sets'] }),
  })
}

/** A version in the bytes in which it travels. */
export const fetchBundle = (key: PromptSetKey, version: string) =>
  requestBytes(`${pathOf(key)}/versions/${version}/bundle`)

/** A version, or the draft, in the form that an import takes. */
export const fetchExport = (key: PromptSetKey, side: DiffSide) =>
  requestBytes(`${pathOf(key)}${side === DRAFT ? '' : `/versions/${side}`}/export`)
