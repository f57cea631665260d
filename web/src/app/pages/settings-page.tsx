import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { projectQuery } from '../../features/projects/api.js'
import { SettingsForm } from '../../features/settings/settings-form.js'
import { useSession } from '../../lib/use-session.js'

const route = getRouteApi('/inside/projects/$projectId/settings')

/** What a project is called, and what it asks of releases. */
export function SettingsPage() {
  const { projectId } = route.useParams()
  const userId = useSession()?.user.id
  const project = useQuery(projectQuery(projectId))
  return (
    <>
      <PageHead title="Settings" />
      <QueryFace query={project} lines={6}>
        {(current) => <SettingsForm key={`${userId} ${projectId}`} project={current} />}
      </QueryFace>
    </>
  )
}
