import { isolate } from '@anvil/shared'
import type { FleetSummary } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { SearchBox } from '../../components/search-box.js'
import { environmentsQuery } from '../../features/environments/api.js'
import { EnvironmentTabs } from '../../features/environments/environment-tabs.js'
import { fleetQuery } from '../../features/fleet/api.js'
import { ConnectPanel } from '../../features/fleet/connect-panel.js'
import { FleetGroups } from '../../features/fleet/fleet-groups.js'
import { FleetList } from '../../features/fleet/fleet-list.js'
import { filterOf, type FleetSearch } from '../../features/fleet/fleet-search.js'
import { LightTiles } from '../../features/fleet/light-tiles.js'
import { lookOf } from '../../features/fleet/light.js'
import { SyncResult } from '../../features/fleet/sync-result.js'
import type { EnvironmentKey } from '../../features/publications/api.js'

const route = getRouteApi('/inside/projects/$projectId/fleet')
const FIRST = 'production'

/** The LIVE instances of a project, by environment. */
export function FleetPage() {
  const { projectId } = route.useParams()
  const { environment = FIRST } = route.useSearch()
  const { data: environments = [] } = useQuery(environmentsQuery(projectId))
  return (
    <>
      <PageHead title="Fleet" />
      <EnvironmentTabs
        environments={environments}
        current={environment}
        to="/projects/$projectId/fleet"
        projectId={projectId}
      />
      <Fleet key={environment} place={{ projectId, environment }} />
    </>
  )
}

function Fleet({ place }: { place: EnvironmentKey }) {
  const fleet = useQuery(fleetQuery(place, filterOf(route.useSearch())))
  return <QueryFace query={fleet}>{(summary) => <Filled place={place} summary={summary} />}</QueryFace>
}

function Filled({ place, summary }: { place: EnvironmentKey; summary: FleetSummary }) {
  const [isConnecting, setConnecting] = useState(summary.all === 0)
  return (
    <div className="space-y-6">
      {isConnecting && (
        <ConnectPanel place={place} isConnected={summary.all > 0} onClose={() => setConnecting(false)} />
      )}
      {summary.all > 0 && <Instances place={place} summary={summary} />}
    </div>
  )
}

function Instances({ place, summary }: { place: EnvironmentKey; summary: FleetSummary }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { light, q, runs, sync } = search
  const filter = filterOf(search)
  const change = (more: Partial<FleetSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...more }), replace: true })
  return (
    <>
      {sync !== undefined && <SyncResult place={place} requestId={sync} onClose={() => change({ sync: undefined })} />}
      <LightTiles lights={summary.lights} place={place} chosen={light} search={{ q, runs }} />
      <FleetGroups
        place={place}
        groups={summary.groups}
        filter={filter}
        onAsked={(requestId) => change({ sync: requestId })}
      />
      <div className="space-y-3">
        <SearchBox
          label="Find by application, host or label"
          value={q ?? ''}
          onSearch={(text) => change({ q: text === '' ? undefined : text })}
        />
        <p role="status" className="text-muted">
          {sayShown(summary, search)}
          <ShowAll search={search} />
        </p>
        <FleetList place={place} filter={filter} groups={summary.groups} />
      </div>
    </>
  )
}

function ShowAll({ search: { light, q, runs } }: { search: FleetSearch }) {
  if (light === undefined && q === undefined && runs === undefined) return null
  return (
    <route.Link
      search={({ environment }) => ({ environment })}
      className="inline-block min-h-6 font-medium text-accent underline underline-offset-4"
    >
      Show all
    </route.Link>
  )
}

/** How many instances are shown, of how many, and why these. */
function sayShown({ count, all }: FleetSummary, { light, q, runs }: FleetSearch): string {
  const why = [
    ...(light === undefined ? [] : [lookOf(light).word]),
    ...(runs === undefined ? [] : [runs === 'nothing' ? 'run nothing yet' : `publication ${runs.split('-')[1]}`]),
    ...(q === undefined ? [] : [`“${isolate(q)}”`]),
  ]
  return why.length === 0 ? `${all} shown.` : `${count} of ${all} shown: ${why.join(', ')}. `
}
