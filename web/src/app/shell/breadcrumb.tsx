import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { organisationsQuery } from '../../features/organisations/api.js'
import { projectQuery } from '../../features/projects/api.js'
import { ProjectSwitch } from './project-switch.js'

const CRUMB = 'max-w-40 truncate rounded-md px-1.5 py-1 font-medium hover:bg-sunken'

/** Where the person is: organisation ▸ project; each leads to the others of its kind. */
export function Breadcrumb() {
  const params = useParams({ strict: false })
  const { data: project } = useQuery({
    ...projectQuery(params.projectId ?? ''),
    enabled: params.projectId !== undefined,
  })
  const organisationId = params.organisationId ?? project?.organisation_id
  const { data: organisations } = useQuery(organisationsQuery)
  const organisation = organisations?.find(({ id }) => id === organisationId)
  return (
    <nav aria-label="Breadcrumb" className="order-last w-full min-w-0 sm:order-none sm:w-auto">
      <ol className="flex flex-wrap items-center gap-1">
        {organisations && organisations.length !== 1 && (
          <li>
            <Link to="/organisations" activeOptions={{ exact: true }} className={`${CRUMB} block`}>
              Organisations
            </Link>
          </li>
        )}
        {organisation && (
          <li className="flex items-center gap-1">
            <Link
              to="/organisations/$organisationId"
              params={{ organisationId: organisation.id }}
              title={organisation.name}
              className={`${CRUMB} block`}
            >
              {organisation.name}
            </Link>
          </li>
        )}
        {params.projectId !== undefined && project && (
          <li className="flex items-center gap-1">
            <span aria-hidden="true" className="text-muted">
              ▸
            </span>
            <ProjectSwitch project={project} className={CRUMB} />
          </li>
        )}
      </ol>
    </nav>
  )
}
