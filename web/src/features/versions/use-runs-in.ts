import { useQueries, useQuery } from '@tanstack/react-query'
import { environmentsQuery } from '../environments/api.js'
import { headQuery } from '../publications/api.js'
import type { PromptSetKey } from '../reviews/api.js'

/** Finds in which environments a version of a prompt set runs now, by their slugs. */
export function useRunsIn({ projectId, promptSetId }: PromptSetKey): (versionId: string) => string[] {
  const { data: environments = [] } = useQuery(environmentsQuery(projectId))
  const heads = useQueries({ queries: environments.map(({ slug }) => headQuery(projectId, slug)) })
  return (versionId) =>
    heads.flatMap(({ data }) =>
      data?.bundles.some((bundle) => bundle.prompt_set_id === promptSetId && bundle.version_id === versionId) === true
        ? [data.environment]
        : [],
    )
}
