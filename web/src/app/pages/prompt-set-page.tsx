import type { PromptSet } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ActionLink } from '../../components/action-link.js'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { useNewDialog } from '../../components/use-new-dialog.js'
import { NewPrompt } from '../../features/prompts/new-prompt.js'
import { PromptBrowser } from '../../features/prompts/prompt-browser.js'
import { useWhyNoEdit } from '../../features/prompts/use-why-no-edit.js'
import { useWhyNot } from '../../features/projects/use-why-not.js'
import { promptSetQuery } from '../../features/prompt-sets/api.js'
import { PromptSetHead } from '../../features/prompt-sets/prompt-set-head.js'
import { useMove } from '../../features/reviews/api.js'

const route = getRouteApi('/inside/projects/$projectId/prompts/$promptSetId')

/** A prompt set with its prompts. */
export function PromptSetPage() {
  const { projectId, promptSetId } = route.useParams()
  const set = useQuery(promptSetQuery(projectId, promptSetId))
  return <QueryFace query={set}>{(found) => <Found set={found} />}</QueryFace>
}

function Found({ set }: { set: PromptSet }) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const search = route.useSearch()
  const making = useNewDialog(search)
  const move = useMove(key)
  const isLocked = set.status === 'LOCKED'
  const because = useWhyNoEdit(set.project_id, set.status)
  const missing = useWhyNot(set.project_id)('draft.write')
  const make = (
    <Button because={because} onClick={making.open}>
      New prompt
    </Button>
  )
  return (
    <>
      <PromptSetHead set={set}>
        {make}
        {!isLocked && (
          <ActionLink because={missing} link={{ to: '/projects/$projectId/prompts/$promptSetId/import', params: key }}>
            Import …
          </ActionLink>
        )}
        {isLocked && (
          <Button
            because={missing}
            busy={move.isPending}
            onClick={() => move.mutate({ status: 'LIVE' }, { onSuccess: () => done('A new draft is open.') })}
          >
            New draft
          </Button>
        )}
        <ActionLink link={{ to: '/projects/$projectId/prompts/$promptSetId/versions', params: key }}>
          Versions
        </ActionLink>
        <ActionLink look="main" link={{ to: '/projects/$projectId/prompts/$promptSetId/review', params: key }}>
          {isLocked ? 'Publishing and review' : 'Review and lock …'}
        </ActionLink>
      </PromptSetHead>
      {move.error && <Problem error={move.error} />}
      <PromptBrowser set={set} q={search.q} under={search.under} make={make} />
      <NewPrompt set={key} open={making.isOpen && because === undefined} onClose={making.close} />
    </>
  )
}
