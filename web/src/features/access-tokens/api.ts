import {
  AccessToken,
  AccessTokenList,
  AccessTokenValue,
  IssuedAccessToken,
  type NewAccessToken,
} from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'

const place = (projectId: string): string => `/projects/${projectId}/access-tokens`

/** The access tokens of a project, without their values. */
export const accessTokensQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'access-tokens'],
    queryFn: async () => (await request(AccessTokenList, place(projectId))).access_tokens,
  })

const renew = (projectId: string) => queryClient.invalidateQueries({ queryKey: accessTokensQuery(projectId).queryKey })

export function useIssueToken(projectId: string) {
  return useMutation({
    mutationFn: (body: NewAccessToken) => request(IssuedAccessToken, place(projectId), { method: 'POST', body }),
    onSuccess: () => renew(projectId),
  })
}

/** Puts a new token in the place of one, which opens what it did until the overlap, in seconds, is over. */
export function useRotateToken(projectId: string) {
  return useMutation({
    mutationFn: ({ id, overlap_seconds }: { id: string; overlap_seconds: number }) =>
      request(IssuedAccessToken, `${place(projectId)}/${id}/rotate`, { method: 'POST', body: { overlap_seconds } }),
    onSuccess: () => renew(projectId),
  })
}

export function useRevokeToken(projectId: string) {
  return useMutation({
    mutationFn: (id: string) => request(AccessToken, `${place(projectId)}/${id}/revoke`, { method: 'POST' }),
    onSuccess: () => renew(projectId),
  })
}

/** Shows a value again; the audit trail keeps who did. */
export function useTokenValue(projectId: string) {
  return useMutation({
    mutationFn: (id: string) => request(AccessTokenValue, `${place(projectId)}/${id}/value`),
  })
}
