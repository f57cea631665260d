import { Checks, Policy, PolicyCheck, PolicyList, Waiver, type WaiverInput } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { untilExpiry } from './until-expiry.js'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { pace } from '../events/events.js'
import type { PromptSetKey } from '../reviews/api.js'

const OFTEN_MS = 5_000
const SELDOM_MS = 30_000
const place = (projectId: string): string => `/projects/${projectId}/policy`
const setPlace = ({ projectId, promptSetId }: PromptSetKey) => `/projects/${projectId}/prompt-sets/${promptSetId}`

/** The policy of a project that is in force. */
export const policyQuery = (projectId: string) =>
  queryOptions({ queryKey: ['projects', projectId, 'policy'], queryFn: () => request(Policy, place(projectId)) })

/** Every policy that a project had, newest first. */
export const policiesQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'policy', 'versions'],
    queryFn: async () => (await request(PolicyList, `${place(projectId)}/versions`)).policies,
  })

/** One of them, by its number; it stays as it is for good. */
export const policyNumberedQuery = (projectId: string, number: number) =>
  queryOptions({
    queryKey: ['projects', projectId, 'policy', 'versions', number],
    queryFn: () => request(Policy, `${place(projectId)}/versions/${number}`),
    staleTime: Infinity,
  })

/** Puts a document in force in the place of the one that was seen. */
export function useSetPolicy(projectId: string) {
  return useMutation({
    mutationFn: ({ yaml, seen }: { yaml: string; seen: number }) =>
      request(Policy, place(projectId), { method: 'PUT', yaml, headers: { 'If-Match': `"${seen}"` } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['projects', projectId] }),
  })
}

/** Says what a document would find in the drafts. */
export function useCheckPolicy(projectId: string) {
  return useMutation({
    mutationFn: (yaml: string) => request(PolicyCheck, `${place(projectId)}/check`, { method: 'POST', yaml }),
  })
}

/** What the policy finds in a prompt set now, with the waivers; read again when FORGE says so, and now and then. */
export const checksQuery = (key: PromptSetKey) =>
  queryOptions({
    queryKey: ['projects', key.projectId, 'prompt-sets', key.promptSetId, 'checks'],
    queryFn: () => request(Checks, `${setPlace(key)}/checks`),
    refetchInterval: ({ state }) => Math.min(pace(OFTEN_MS, SELDOM_MS), untilExpiry(state.data, Date.now())),
  })

/** Asks for a waiver of one finding. */
export function useAskWaiver(key: PromptSetKey) {
  return useMutation({
    mutationFn: (body: WaiverInput) => request(Waiver, `${setPlace(key)}/waivers`, { method: 'POST', body }),
    onSuccess: () => readAgain(key),
  })
}

/** Gives a waiver, or ends it: refuses one that waits, takes back one in force. */
export function useDecideWaiver(key: PromptSetKey) {
  return useMutation({
    mutationFn: ({ id, verb }: { id: string; verb: 'give' | 'end' }) =>
      request(Waiver, `${setPlace(key)}/waivers/${id}/${verb}`, { method: 'POST' }),
    onSuccess: () => readAgain(key),
  })
}

const readAgain = ({ projectId }: PromptSetKey) =>
  queryClient.invalidateQueries({ queryKey: ['projects', projectId, 'prompt-sets'] })
