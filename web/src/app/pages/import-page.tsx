import { isolate } from '@anvil/shared'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { BackLink } from '../../components/back-link.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { ImportDesk } from '../../features/imports/import-desk.js'
import { promptSetQuery } from '../../features/prompt-sets/api.js'

const route = getRouteApi('/inside/projects/$projectId/prompts/$promptSetId/import')

/** Importing prompts from files into the draft of a prompt set. */
export function ImportPage() {
  const { projectId, promptSetId } = route.useParams()
  const promptSet = useQuery(promptSetQuery(projectId, promptSetId))
  return (
    <QueryFace query={promptSet}>
      {({ name }) => (
        <>
          <BackLink to="/projects/$projectId/prompts/$promptSetId" params={{ projectId, promptSetId }}>
            {name}
          </BackLink>
          <PageHead title={`Import into ${isolate(name)}`} />
          <p className="mb-5 max-w-prose text-muted">
            A CSV or JSON file, an export of Anvil, or a folder of text files. You see what would happen first.
          </p>
          <ImportDesk projectId={projectId} promptSetId={promptSetId} />
        </>
      )}
    </QueryFace>
  )
}
