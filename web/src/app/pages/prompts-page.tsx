import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.js'
import { Empty } from '../../components/empty.js'
import { PageHead } from '../../components/page-head.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { useNewDialog } from '../../components/use-new-dialog.js'
import { useWhyNot } from '../../features/projects/use-why-not.js'
import { promptSetsQuery } from '../../features/prompt-sets/api.js'
import { NewPromptSet } from '../../features/prompt-sets/new-prompt-set.js'
import { PromptSetList } from '../../features/prompt-sets/prompt-set-list.js'
import { useSampleSet } from '../../features/prompt-sets/use-sample-set.js'

const route = getRouteApi('/inside/projects/$projectId/prompts')

/** A project's prompt sets. */
export function PromptsPage() {
  const { projectId } = route.useParams()
  const sets = useQuery(promptSetsQuery(projectId))
  const making = useNewDialog(route.useSearch())
  const sample = useSampleSet(projectId)
  const navigate = useNavigate()
  const because = useWhyNot(projectId)('draft.write')
  const makeSample = () =>
    sample.mutate(undefined, {
      onSuccess: ({ id: promptSetId }) =>
        void navigate({ to: '/projects/$projectId/prompts/$promptSetId', params: { projectId, promptSetId } }),
    })
  const make = (look: 'main' | 'plain', name: string) => (
    <Button look={look} because={because} onClick={making.open}>
      {name}
    </Button>
  )
  return (
    <>
      <PageHead title="Prompts">
        {sets.data && make(sets.data.length > 0 ? 'main' : 'plain', 'New prompt set')}
      </PageHead>
      <QueryFace query={sets}>
        {(list) =>
          list.length === 0 ? (
            <Empty
              action={
                <FirstSet sample={sample} because={because} onSample={makeSample}>
                  {make('plain', 'Start empty')}
                </FirstSet>
              }
            >
              A prompt set holds prompts that are reviewed, locked and published together. The sample shows how a
              variable, a section and an include are written.
            </Empty>
          ) : (
            <PromptSetList sets={list} />
          )
        }
      </QueryFace>
      <NewPromptSet projectId={projectId} open={making.isOpen && because === undefined} onClose={making.close} />
    </>
  )
}

interface FirstSetProps {
  sample: ReturnType<typeof useSampleSet>
  because: string | undefined
  onSample: () => void
  /** What there is beside the sample. */
  children: ReactNode
}

/** The ways to a first prompt set. */
function FirstSet({ sample, because, onSample, children }: FirstSetProps) {
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap justify-center gap-2">
        <Button look="main" because={because} busy={sample.isPending} onClick={onSample}>
          Start with a sample set
        </Button>
        {children}
      </div>
      {sample.error && <Problem error={sample.error} />}
    </div>
  )
}
