import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { accessTokensQuery } from './api.js'

/** The names of a project's access tokens by their id; asked for again where one of the ids is not among them. */
export function useTokenNames(projectId: string, ids: readonly (string | null)[]): ReadonlyMap<string, string> {
  const { data: tokens, refetch } = useQuery(accessTokensQuery(projectId))
  const names = new Map(tokens?.map(({ id, name }) => [id, name]))
  const isNew = tokens !== undefined && ids.some((id) => id !== null && !names.has(id))
  useEffect(() => {
    if (isNew) void refetch()
  }, [isNew, refetch])
  return names
}
