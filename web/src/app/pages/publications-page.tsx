import type { Environment } from '@anvil/shared/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ActionLink } from '../../components/action-link.js'
import { Button } from '../../components/button.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { environmentsQuery } from '../../features/environments/api.js'
import { EnvironmentTabs } from '../../features/environments/environment-tabs.js'
import { useWhyNot } from '../../features/projects/use-why-not.js'
import { headQuery, publicationsQuery } from '../../features/publications/api.js'
import { PublicationLines } from '../../features/publications/publication-lines.js'
import { RunningNow } from '../../features/publications/running-now.js'

const route = getRouteApi('/inside/projects/$projectId/publications')
const NEW = '/projects/$projectId/publications/new'
const FIRST = 'production'

/** What an environment runs, and every publication that it had. */
export function PublicationsPage() {
  const { projectId } = route.useParams()
  const { environment = FIRST } = route.useSearch()
  const { data: environments = [] } = useQuery(environmentsQuery(projectId))
  const head = useQuery(headQuery(projectId, environment))
  const because = useWhyNot(projectId)('publication.publish')
  return (
    <>
      <PageHead title="Publications">
        <ActionLink look="main" because={because} link={{ to: NEW, params: { projectId }, search: { environment } }}>
          Publish to {environment} …
        </ActionLink>
      </PageHead>
      <EnvironmentTabs
        environments={environments}
        current={environment}
        to="/projects/$projectId/publications"
        projectId={projectId}
      />
      <div className="space-y-6">
        <Section title="Runs now">
          <QueryFace query={head} lines={2}>
            {(current) => <RunningNow projectId={projectId} head={current} because={because} />}
          </QueryFace>
          {head.data && head.data.bundles.length > 0 && (
            <Promote projectId={projectId} from={environment} environments={environments} because={because} />
          )}
        </Section>
        <Section title="History">
          <History key={environment} projectId={projectId} environment={environment} />
        </Section>
      </div>
    </>
  )
}

interface PromoteProps {
  projectId: string
  from: string
  environments: readonly Environment[]
  because: string | undefined
}

function Promote({ projectId, from, environments, because }: PromoteProps) {
  const others = environments.filter(({ slug }) => slug !== from)
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {others.map(({ slug }) => (
        <ActionLink
          key={slug}
          because={because}
          link={{ to: NEW, params: { projectId }, search: { environment: slug, promote: from } }}
        >
          Promote all to {slug} …
        </ActionLink>
      ))}
    </div>
  )
}

function History({ projectId, environment }: { projectId: string; environment: string }) {
  const query = useInfiniteQuery(publicationsQuery(projectId, environment))
  return (
    <QueryFace query={query}>
      {({ pages }) => (
        <div className="space-y-3">
          <PublicationLines publications={pages.flatMap(({ publications }) => publications)} projectId={projectId} />
          {query.hasNextPage && (
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show older
            </Button>
          )}
        </div>
      )}
    </QueryFace>
  )
}
