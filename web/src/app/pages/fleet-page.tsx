import type { LiveInstance } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { useTokenNames } from '../../features/access-tokens/use-token-names.js'
import { environmentsQuery } from '../../features/environments/api.js'
import { EnvironmentTabs } from '../../features/environments/environment-tabs.js'
import { instancesQuery } from '../../features/fleet/api.js'
import { ConnectPanel } from '../../features/fleet/connect-panel.js'
import type { Light } from '../../features/fleet/fleet-search.js'
import { InstanceRows } from '../../features/fleet/instance-rows.js'
import { LightTiles } from '../../features/fleet/light-tiles.js'
import { lightOf, lookOf } from '../../features/fleet/light.js'

const route = getRouteApi('/inside/projects/$projectId/fleet')
const FIRST = 'production'

/** The LIVE instances of a project, by environment. */
export function FleetPage() {
  const { projectId } = route.useParams()
  const { environment = FIRST, light } = route.useSearch()
  const { data: environments = [] } = useQuery(environmentsQuery(projectId))
  const instances = useQuery(instancesQuery(projectId, environment))
  const tokenNames = useTokenNames(projectId, instances.data?.map(({ access_token_id }) => access_token_id) ?? [])
  return (
    <>
      <PageHead title="Fleet" />
      <EnvironmentTabs
        environments={environments}
        current={environment}
        to="/projects/$projectId/fleet"
        projectId={projectId}
      />
      <QueryFace query={instances}>
        {(list) =>
          list.length === 0 ? (
            <ConnectPanel projectId={projectId} environment={environment} />
          ) : (
            <div className="space-y-4">
              <LightTiles instances={list} place={{ projectId, environment }} chosen={light} />
              <Shown instances={list} light={light} tokenNames={tokenNames} />
            </div>
          )
        }
      </QueryFace>
    </>
  )
}

interface ShownProps {
  instances: readonly LiveInstance[]
  light: Light | undefined
  tokenNames: ReadonlyMap<string, string>
}

function Shown({ instances, light, tokenNames }: ShownProps) {
  const shown = light === undefined ? instances : instances.filter((instance) => lightOf(instance) === light)
  return (
    <div>
      <p role="status" className="text-muted not-empty:mb-3">
        {light !== undefined && `${shown.length} of ${instances.length} shown: ${lookOf(light).word}. `}
        {light !== undefined && (
          <route.Link
            search={({ environment }) => ({ environment })}
            className="inline-block min-h-6 font-medium text-accent underline underline-offset-4"
          >
            Show all
          </route.Link>
        )}
      </p>
      {shown.length > 0 && <InstanceRows instances={shown} tokenNames={tokenNames} />}
    </div>
  )
}
