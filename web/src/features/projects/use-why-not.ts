import { missingRight, type Right } from '@anvil/shared'
import { useQuery } from '@tanstack/react-query'
import { projectQuery } from './api.js'

/** Says why the person who is signed in may not do something in a project; undefined where they may. */
export function useWhyNot(projectId: string | undefined): (right: Right) => string | undefined {
  const { data } = useQuery({
    ...projectQuery(projectId ?? ''),
    enabled: projectId !== undefined,
    refetchOnMount: false,
  })
  return (right) => data && missingRight(data, right)
}
