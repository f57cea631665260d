import type { Environment } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { useNewDialog } from '../../components/use-new-dialog.js'
import { environmentsQuery } from '../../features/environments/api.js'
import { ChangeEnvironment } from '../../features/environments/change-environment.js'
import { EnvironmentRows } from '../../features/environments/environment-rows.js'
import { NewEnvironment } from '../../features/environments/new-environment.js'
import { useWhyNot } from '../../features/projects/use-why-not.js'

const route = getRouteApi('/inside/projects/$projectId/environments')

/** The environments of a project, and what each takes. */
export function EnvironmentsPage() {
  const { projectId } = route.useParams()
  const environments = useQuery(environmentsQuery(projectId))
  const whyNot = useWhyNot(projectId)
  const because = whyNot('project.manage')
  const making = useNewDialog(route.useSearch())
  const [chosen, choose] = useState<Environment>()
  return (
    <>
      <PageHead title="Environments">
        <Button look="main" because={because} onClick={making.open}>
          New environment
        </Button>
      </PageHead>
      <QueryFace query={environments}>
        {(list) => (
          <EnvironmentRows environments={list} because={because ?? whyNot('release.rules')} onChange={choose} />
        )}
      </QueryFace>
      {making.isOpen && because === undefined && <NewEnvironment projectId={projectId} onClose={making.close} />}
      {chosen && <ChangeEnvironment projectId={projectId} environment={chosen} onClose={() => choose(undefined)} />}
    </>
  )
}
