import { ApprovalList, type ChangeStatusInput, Draft, StatusChange } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { z } from 'zod'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { pace } from '../events/events.js'

const OFTEN_MS = 5_000
const SELDOM_MS = 30_000

/** Names a prompt set with its project. */
export interface PromptSetKey {
  projectId: string
  promptSetId: string
}

const pathOf = ({ projectId, promptSetId }: PromptSetKey) => `/projects/${projectId}/prompt-sets/${promptSetId}`
const keyOf = ({ projectId, promptSetId }: PromptSetKey) => ['projects', projectId, 'prompt-sets', promptSetId]

/**
 * A draft as it would be locked, with all of its prompts or those that were changed. It is not read again under somebody
 * who reviews it: what they approve is what they see.
 */
export const draftQuery = (key: PromptSetKey, prompts: 'all' | 'changed' = 'changed') =>
  queryOptions({
    queryKey: [...keyOf(key), 'draft', prompts],
    queryFn: () => request(Draft, `${pathOf(key)}/draft?prompts=${prompts}`),
    staleTime: Infinity,
    refetchOnMount: 'always',
  })

/** How a draft stands with its approvals, read again when FORGE says so, and now and then. */
export const approvalsQuery = (key: PromptSetKey) =>
  queryOptions({
    queryKey: [...keyOf(key), 'approvals'],
    queryFn: () => request(ApprovalList, `${pathOf(key)}/approvals`),
    refetchInterval: () => pace(OFTEN_MS, SELDOM_MS),
  })

type Move = Partial<ChangeStatusInput> & Pick<ChangeStatusInput, 'status'>

/** Moves a prompt set along its review path. */
export function useMove(key: PromptSetKey) {
  return useMutation({
    mutationFn: (body: Move) => request(StatusChange, `${pathOf(key)}/status`, { method: 'PUT', body }),
    onSuccess: () => readAgain(key),
  })
}

/** Approves exactly the content with a digest. */
export function useApprove(key: PromptSetKey) {
  return useMutation({
    mutationFn: (content_digest: string) =>
      request(ApprovalList, `${pathOf(key)}/approvals`, { method: 'POST', body: { content_digest } }),
    onSuccess: () => readAgain(key),
  })
}

/** Takes one's own approval back. */
export function useTakeBack(key: PromptSetKey) {
  return useMutation({
    mutationFn: () => request(z.undefined(), `${pathOf(key)}/approvals/mine`, { method: 'DELETE' }),
    onSuccess: () => readAgain(key),
  })
}

const readAgain = ({ projectId }: PromptSetKey) =>
  queryClient.invalidateQueries({ queryKey: ['projects', projectId, 'prompt-sets'] })
