import { AuditArea } from '@anvil/shared/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from '../../components/button.js'
import { Empty } from '../../components/empty.js'
import { PageHead } from '../../components/page-head.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { SelectField } from '../../components/select-field.js'
import { Tabs } from '../../components/tabs.js'
import { auditQuery, membersQuery } from '../../features/audit/api.js'
import type { AuditSearch } from '../../features/audit/audit-search.js'
import { EntryLines } from '../../features/audit/entry-lines.js'
import { projectQuery } from '../../features/projects/api.js'
import { promptSetsQuery } from '../../features/prompt-sets/api.js'

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
  const areas = [undefined, ...AuditArea.options]
  return (
    <>
      <PageHead title="Audit" />
      <Tabs
        label="Areas"
        tabs={areas.map((area) => ({
          name: area === undefined ? 'All' : NAMES[area],
          link: { to: HERE, params: { projectId }, search: { ...search, area } },
          current: search.area === area,
        }))}
      />
      <PersonField projectId={projectId} search={search} />
      <Trail key={`${search.area} ${search.person}`} projectId={projectId} search={search} />
    </>
  )
}

interface SearchProps {
  projectId: string
  search: AuditSearch
}

function PersonField({ projectId, search }: SearchProps) {
  const navigate = route.useNavigate()
  const { data: project } = useQuery(projectQuery(projectId))
  const { data: members = [] } = useQuery({
    ...membersQuery(project?.organisation_id ?? ''),
    enabled: project !== undefined,
  })
  return (
    <div className="mb-5 max-w-xs">
      <SelectField
        label="By"
        value={search.person ?? ''}
        onChange={({ target: { value } }) =>
          void navigate({ search: { ...search, person: value === '' ? undefined : value } })
        }
        options={[
          { value: '', name: 'Everybody' },
          ...members.map(({ user_id, name, email }) => ({ value: user_id, name: `${name} · ${email}` })),
        ]}
      />
    </div>
  )
}

function Trail({ projectId, search }: SearchProps) {
  const query = useInfiniteQuery(auditQuery(projectId, search))
  const { data: sets = [] } = useQuery(promptSetsQuery(projectId))
  const setNames = new Map(sets.map(({ id, name }) => [id, name]))
  return (
    <QueryFace query={query} lines={8}>
      {({ pages }) => {
        const entries = pages.flatMap((page) => page.entries)
        if (entries.length === 0) return <Empty>Nobody did anything of this kind.</Empty>
        return (
          <div className="space-y-3">
            <EntryLines entries={entries} setNames={setNames} />
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
