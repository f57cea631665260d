import type { ProjectMember } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { ActionLink } from '../../components/action-link.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { projectMembersQuery } from '../../features/members/api.js'
import { ChangeProjectRoles } from '../../features/members/change-project-roles.js'
import { ProjectMemberRows } from '../../features/members/project-member-rows.js'
import { projectQuery } from '../../features/projects/api.js'
import { useWhyNot } from '../../features/projects/use-why-not.js'

const route = getRouteApi('/inside/projects/$projectId/members')

/** Who is what in a project, and who says so: the organisation, or the project itself. */
export function ProjectMembersPage() {
  const { projectId } = route.useParams()
  const { data: project } = useQuery(projectQuery(projectId))
  const members = useQuery(projectMembersQuery(projectId))
  const because = useWhyNot(projectId)('member.manage')
  const [chosen, choose] = useState<ProjectMember>()
  return (
    <>
      <PageHead title="Members">
        {project && (
          <ActionLink
            link={{
              to: '/organisations/$organisationId/members',
              params: { organisationId: project.organisation_id },
            }}
          >
            Members of the organisation
          </ActionLink>
        )}
      </PageHead>
      <QueryFace query={members}>
        {(list) => <ProjectMemberRows members={list} because={because} onChange={choose} />}
      </QueryFace>
      {chosen && <ChangeProjectRoles projectId={projectId} member={chosen} onClose={() => choose(undefined)} />}
    </>
  )
}
