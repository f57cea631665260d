import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from '../../components/button.js'
import { Empty } from '../../components/empty.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { useNewDialog } from '../../components/use-new-dialog.js'
import { promptSetsQuery } from '../../features/prompt-sets/api.js'
import { NewPromptSet } from '../../features/prompt-sets/new-prompt-set.js'
import { PromptSetList } from '../../features/prompt-sets/prompt-set-list.js'

const route = getRouteApi('/inside/projects/$projectId/prompts')

/** A project's prompt sets. */
export function PromptsPage() {
  const { projectId } = route.useParams()
  const sets = useQuery(promptSetsQuery(projectId))
  const making = useNewDialog(route.useSearch())
  const make = (
    <Button look="main" onClick={making.open}>
      New prompt set
    </Button>
  )
  return (
    <>
      <PageHead title="Prompts">{sets.data && sets.data.length > 0 && make}</PageHead>
      <QueryFace query={sets}>
        {(list) =>
          list.length === 0 ? (
            <Empty action={make}>A prompt set holds prompts that are reviewed, locked and published together.</Empty>
          ) : (
            <PromptSetList sets={list} />
          )
        }
      </QueryFace>
      <NewPromptSet projectId={projectId} open={making.isOpen} onClose={making.close} />
    </>
  )
}
