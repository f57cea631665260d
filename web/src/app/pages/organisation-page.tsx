import { missingOrganisationRight } from '@anvil/shared'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { ActionLink } from '../../components/action-link.js'
import { Button } from '../../components/button.js'
import { Empty } from '../../components/empty.js'
import { LinkList } from '../../components/link-list.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { organisationQuery } from '../../features/organisations/api.js'
import { projectsQuery } from '../../features/projects/api.js'
import { NewProject } from '../../features/projects/new-project.js'
import { QuotaList } from '../../features/quotas/quota-list.js'

const route = getRouteApi('/inside/organisations/$organisationId')

/** An organisation's projects, and how much more it may have. */
export function OrganisationPage() {
  const { organisationId } = route.useParams()
  const organisation = useQuery(organisationQuery(organisationId))
  const projects = useQuery(projectsQuery(organisationId))
  const [isMaking, setMaking] = useState(false)
  const because = organisation.data && missingOrganisationRight(organisation.data, 'project.create')
  const make = (
    <Button look="main" because={because} onClick={() => setMaking(true)}>
      New project
    </Button>
  )
  return (
    <>
      <PageHead title={organisation.data?.name ?? 'Organisation'}>
        <ActionLink link={{ to: '/organisations/$organisationId/members', params: { organisationId } }}>
          Members
        </ActionLink>
        {projects.data && projects.data.length > 0 && make}
      </PageHead>
      <div className="space-y-8">
        <QueryFace query={projects}>
          {(list) =>
            list.length === 0 ? (
              <Empty action={make}>
                A project holds prompt sets and its environments. Applications are connected to one of them.
              </Empty>
            ) : (
              <LinkList
                label="Projects"
                items={list.map(({ id, name, description }) => ({
                  key: id,
                  link: { to: '/projects/$projectId', params: { projectId: id } },
                  title: name,
                  detail: description,
                }))}
              />
            )
          }
        </QueryFace>
        <QuotaList organisationId={organisationId} />
      </div>
      <NewProject organisationId={organisationId} open={isMaking} onClose={() => setMaking(false)} />
    </>
  )
}
