import { AnvilError } from '@anvil/shared'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { PageHead } from '../../components/page-head.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { events } from '../../features/events/events.js'
import { projectQuery } from '../../features/projects/api.js'
import { forgetProject, rememberProject } from '../../lib/last-project.js'
import { LostPage } from './lost-page.js'

const route = getRouteApi('/inside/projects/$projectId')

/** What FORGE says of a project that is not there, and of what can't be the id of one. */
const GONE: readonly string[] = ['project.not_found', 'request.invalid']

/** What all pages of a project stand in: they are shown once the project is known. */
export function ProjectFrame() {
  const { projectId } = route.useParams()
  const project = useQuery(projectQuery(projectId))
  const isGone = project.error instanceof AnvilError && GONE.includes(project.error.code)
  useEffect(() => {
    if (project.data) rememberProject(project.data.id)
    if (isGone) forgetProject()
  }, [project.data, isGone])
  useEffect(() => (isGone ? undefined : events.watch(projectId)), [projectId, isGone])
  if (isGone) return <LostPage />
  if (project.data === undefined && project.error)
    return <Away error={project.error} retry={() => void project.refetch()} />
  return <QueryFace query={project}>{() => <Outlet />}</QueryFace>
}

function Away({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <>
      <PageHead title="Project" />
      <Problem error={error} retry={retry} />
    </>
  )
}
