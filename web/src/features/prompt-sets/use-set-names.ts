import { useQuery } from '@tanstack/react-query'
import { promptSetsQuery } from './api.js'

/** The prompt sets of a project by id, with their names. */
export function useSetNames(projectId: string): ReadonlyMap<string, string> {
  const { data: sets = [] } = useQuery(promptSetsQuery(projectId))
  return new Map(sets.map(({ id, name }) => [id, name]))
}
