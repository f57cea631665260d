import { useQueries, useQuery } from '@tanstack/react-query'
import { environmentsQuery } from '../environments/api.js'
import { headQuery } from '../publications/api.js'
import type { PromptSetKey } from './api.js'

/** Which version of a prompt set each environment runs. */
export function WhereItRuns({ projectId, promptSetId }: PromptSetKey) {
  const { data: environments = [] } = useQuery(environmentsQuery(projectId))
  const heads = useQueries({ queries: environments.map(({ slug }) => headQuery(projectId, slug)) })
  return (
    <section aria-labelledby="runs" className="rounded-md border border-line bg-surface p-4">
      <h2 id="runs" className="font-semibold">
        Runs now
      </h2>
      <dl className="mt-2 space-y-1">
        {environments.map(({ slug, name }, index) => {
          const running = heads[index]?.data?.bundles.find((bundle) => bundle.prompt_set_id === promptSetId)
          return (
            <div key={slug} className="flex justify-between gap-3">
              <dt className="min-w-0 break-words text-muted">{name}</dt>
              <dd className="tabular-nums">{heads[index]?.data ? (running?.version ?? 'nothing') : '…'}</dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
