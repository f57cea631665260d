import type { Environment } from '@anvil/shared/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { environmentsQuery } from '../../features/environments/api.js'
import { FirstStepsList } from '../../features/first-steps/first-steps-list.js'
import { fleetQuery } from '../../features/fleet/api.js'
import { LightTiles } from '../../features/fleet/light-tiles.js'
import { projectQuery } from '../../features/projects/api.js'
import { OpenDrafts } from '../../features/prompt-sets/open-drafts.js'
import { promptSetsQuery } from '../../features/prompt-sets/api.js'
import { publicationsQuery } from '../../features/publications/api.js'
import { PublicationLines } from '../../features/publications/publication-lines.js'
import { waitingQuery } from '../../features/reviews/conversation-api.js'
import { WaitingLines } from '../../features/reviews/waiting-lines.js'

const route = getRouteApi('/inside/projects/$projectId/')

/** How a project stands: what its applications do, environment by environment. */
export function HomePage() {
  const { projectId } = route.useParams()
  const { data: project } = useQuery(projectQuery(projectId))
  const environments = useQuery(environmentsQuery(projectId))
  return (
    <>
      <PageHead title={project?.name ?? 'Project'} />
      {project?.description !== '' && <p className="mb-6 max-w-prose break-words text-muted">{project?.description}</p>}
      <div className="space-y-6">
        <FirstStepsList projectId={projectId} />
        <QueryFace query={environments} lines={3}>
          {(list) => (
            <div className="grid gap-4 md:grid-cols-3">
              {list.map((environment) => (
                <EnvironmentTile key={environment.id} projectId={projectId} environment={environment} />
              ))}
            </div>
          )}
        </QueryFace>
        <InWork projectId={projectId} />
        <LastPublications projectId={projectId} />
      </div>
    </>
  )
}

/** What is waited for is not said twice. */
function InWork({ projectId }: { projectId: string }) {
  const { data: sets = [] } = useQuery(promptSetsQuery(projectId))
  const { data: waiting = [] } = useQuery(waitingQuery)
  const asked = new Set(waiting.map(({ prompt_set }) => prompt_set.id))
  return (
    <>
      <WaitingLines projectId={projectId} />
      <OpenDrafts projectId={projectId} sets={sets.filter(({ id }) => !asked.has(id))} />
    </>
  )
}

const SHOWN = 3

function LastPublications({ projectId }: { projectId: string }) {
  const { data } = useInfiniteQuery(publicationsQuery(projectId, 'production'))
  const made = data?.pages[0]?.publications.filter(({ kind }) => kind !== 'initial') ?? []
  const last = made.slice(0, SHOWN)
  if (last.length === 0) return null
  return (
    <Section title="Last published to production">
      <PublicationLines publications={last} projectId={projectId} />
    </Section>
  )
}

function EnvironmentTile({ projectId, environment }: { projectId: string; environment: Environment }) {
  const place = { projectId, environment: environment.slug }
  const fleet = useQuery(fleetQuery(place))
  return (
    <section aria-label={environment.name} className="rounded-md border border-line bg-surface p-4">
      <h2 className="font-semibold break-words">
        <Link
          to="/projects/$projectId/fleet"
          params={{ projectId }}
          search={{ environment: environment.slug }}
          className="underline-offset-4 hover:underline"
        >
          {environment.name}
        </Link>
      </h2>
      <div className="mt-3">
        <QueryFace query={fleet} lines={1}>
          {({ all, lights }) =>
            all === 0 ? (
              <p className="text-muted">No application is connected.</p>
            ) : (
              <LightTiles lights={lights} place={place} />
            )
          }
        </QueryFace>
      </div>
    </section>
  )
}
