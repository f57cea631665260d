import { AuditArea } from '@anvil/shared/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from '../../components/button.js'
import { Empty } from '../../components/empty.js'
import { PageHead } from '../../components/page-head.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { Tabs } from '../../components/tabs.js'
import { auditQuery, membersQuery } from '../../features/audit/api.js'
import { AuditFilters } from '../../features/audit/audit-filters.js'
import type { AuditSearch } from '../../features/audit/audit-search.js'
import { ChainState } from '../../features/audit/chain-state.js'
import { EntryLines } from '../../features/audit/entry-lines.js'
import { useExportTrail } from '../../features/audit/use-export-trail.js'
import { organisationQuery } from '../../features/organisations/api.js'
import { projectQuery } from '../../features/projects/api.js'
import { useSetNames } from '../../features/prompt-sets/use-set-names.js'

const HERE = '/projects/$projectId/audit'
const route = getRouteApi('/inside/projects/$projectId/audit')
const NAMES: Record<AuditArea, string> = {
  prompts: 'Prompts',
  reviews: 'Reviews',
  versions: 'Versions',
  publications: 'Publications',
  tokens: 'Access tokens',
  project: 'Project',
}

/** Who did what in a project, newest first. */
export function AuditPage() {
  const { projectId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { organisation, members } = useOrganisationOf(projectId)
  const exporting = useExportTrail(organisation, search)
  const areas = [undefined, ...AuditArea.options]
  return (
    <>
      <PageHead title="Audit">{exporting.button}</PageHead>
      {exporting.error && <Problem error={exporting.error} />}
      {organisation && <ChainState organisation={organisation} />}
      <Tabs
        label="Areas"
        tabs={areas.map((area) => ({
          name: area === undefined ? 'All' : NAMES[area],
          link: { to: HERE, params: { projectId }, search: { ...search, area } },
          current: search.area === area,
        }))}
      />
      <AuditFilters
        search={search}
        members={members}
        onChange={(change) => void navigate({ search: { ...search, ...change } })}
      />
      <Trail key={JSON.stringify(search)} projectId={projectId} search={search} />
    </>
  )
}

function useOrganisationOf(projectId: string) {
  const { data: project } = useQuery(projectQuery(projectId))
  const id = project?.organisation_id ?? ''
  const enabled = project !== undefined
  const { data: organisation } = useQuery({ ...organisationQuery(id), enabled })
  const { data: members = [] } = useQuery({ ...membersQuery(id), enabled })
  return { organisation, members }
}

function Trail({ projectId, search }: { projectId: string; search: AuditSearch }) {
  const query = useInfiniteQuery(auditQuery(projectId, search))
  const setNames = useSetNames(projectId)
  return (
    <QueryFace query={query} lines={8}>
      {({ pages }) => {
        const entries = pages.flatMap((page) => page.entries)
        if (entries.length === 0) return <Empty>Nobody did anything of this kind.</Empty>
        return (
          <div className="space-y-3">
            <EntryLines projectId={projectId} entries={entries} setNames={setNames} />
            {query.isFetchNextPageError && <Problem error={query.error} />}
            {query.hasNextPage && (
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show older
              </Button>
            )}
          </div>
        )
      }}
    </QueryFace>
  )
}
