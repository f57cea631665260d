import { Navigate } from '@tanstack/react-router'
import { readLastProject } from '../../lib/last-project.js'

/** Where people begin: the project they were in last, or their organisations. */
export function StartPage() {
  const projectId = readLastProject()
  if (projectId === null) return <Navigate to="/organisations" replace />
  return <Navigate to="/projects/$projectId" params={{ projectId }} replace />
}
