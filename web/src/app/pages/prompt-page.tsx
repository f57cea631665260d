import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { BackLink } from '../../components/back-link.js'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { PageHead } from '../../components/page-head.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { EditingMark } from '../../features/events/editing-mark.js'
import { useEditors } from '../../features/events/use-editors.js'
import { Lock } from 'lucide-react'
import { type PromptKey, promptQuery } from '../../features/prompts/api.js'
import { PromptDesk } from '../../features/prompts/prompt-desk.js'
import { GonePrompt } from '../../features/prompts/gone-prompt.js'
import { isGone } from '../../features/prompts/prompt-keeper.js'
import { PromptNeighbours } from '../../features/prompts/prompt-neighbours.js'
import { useWhyNot } from '../../features/projects/use-why-not.js'
import { promptSetQuery } from '../../features/prompt-sets/api.js'
import { useMove } from '../../features/reviews/api.js'
import { NextAction } from '../../features/reviews/next-action.js'
import { StatusMark } from '../../features/reviews/status-mark.js'

const route = getRouteApi('/inside/projects/$projectId/prompts/$promptSetId/edit/$promptId')

/** One prompt, where it is written. */
export function PromptPage() {
  const key = route.useParams()
  const filter = route.useSearch()
  const set = useQuery(promptSetQuery(key.projectId, key.promptSetId))
  const prompt = useQuery(promptQuery(key))
  const missing = useWhyNot(key.projectId)('draft.write')
  const isMissing =
    prompt.data === undefined && (prompt.error === null ? prompt.errorUpdateCount > 0 : isGone(prompt.error))
  const editors = useEditors(key.promptSetId)(key.promptId)
  return (
    <>
      <BackLink to="/projects/$projectId/prompts/$promptSetId" params={key} search={filter}>
        {set.data?.name ?? 'Prompts of this set'}
      </BackLink>
      <PageHead title={key.promptId}>
        <span role="status">
          <EditingMark editors={editors} />
        </span>
        {set.data && <StatusMark status={set.data.status} />}
      </PageHead>
      {set.data?.status === 'LOCKED' ? <Locked promptKey={key} because={missing} /> : <ReadOnly because={missing} />}
      <div className="xl:grid xl:grid-cols-[auto_minmax(0,1fr)] xl:gap-6">
        <PromptNeighbours promptKey={key} filter={filter} />
        <div className="min-w-0">
          <QueryFace query={prompt}>
            {(found) => (
              <PromptDesk
                key={`${key.promptSetId}/${key.promptId}`}
                promptKey={key}
                prompt={found}
                status={set.data?.status}
                next={set.data && <NextAction set={set.data} />}
              />
            )}
          </QueryFace>
          {isMissing && <GonePrompt key={`${key.promptSetId}/${key.promptId}`} promptKey={key} />}
        </div>
      </div>
    </>
  )
}

function ReadOnly({ because }: { because: string | undefined }) {
  return (
    <div role="status">
      {because !== undefined && (
        <p className="mb-4 flex items-start gap-2 rounded-md bg-sunken px-4 py-2.5">
          <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">You can read this. {because}</span>
        </p>
      )}
    </div>
  )
}

function Locked({ promptKey, because }: { promptKey: PromptKey; because: string | undefined }) {
  const move = useMove(promptKey)
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3 rounded-md bg-good-wash px-4 py-2.5">
      <p className="min-w-0 flex-1">This set is locked, so nobody changes it. A new draft begins with this text.</p>
      <Button
        because={because}
        busy={move.isPending}
        onClick={() => move.mutate({ status: 'LIVE' }, { onSuccess: () => done('A new draft is open.') })}
      >
        New draft
      </Button>
      {move.error && <Problem error={move.error} />}
    </div>
  )
}
