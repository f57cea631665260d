import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Button } from '../../components/button.js'
import { focusHeading } from '../../components/focus-heading.js'
import { Problem } from '../../components/problem.js'
import type { PromptSetKey } from '../reviews/api.js'
import { type Removed, sayWhich } from './removed-list.js'
import { saveExport } from './save-export.js'
import { sayPrompts } from './say-prompts.js'
import { forgetRemoved, removedQuery, useBringBack } from './selection-api.js'

interface RemovedNoticeProps {
  set: PromptSetKey
  /** Why nothing can be brought back now. */
  because: string | undefined
}

/** What was removed in this tab, the newest first, each with its way back. */
export function RemovedNotice({ set, because }: RemovedNoticeProps) {
  const { data: kept = [] } = useQuery(removedQuery(set))
  return (
    <div role="status" aria-atomic="false">
      {kept.length > 0 && (
        <ul aria-label="Deleted from the draft" className="mb-1 max-h-64 space-y-1 overflow-auto">
          {kept.map((removed) => (
            <RemovedRow key={removed.key} set={set} because={because} removed={removed} />
          ))}
        </ul>
      )}
    </div>
  )
}

function RemovedRow({ set, because, removed }: RemovedNoticeProps & { removed: Removed }) {
  const back = useBringBack(set)
  const which = useId()
  const { prompts } = removed.content
  const count = sayPrompts(prompts.length)
  const dismiss = () => {
    forgetRemoved(set, removed.key)
    focusHeading()
  }
  return (
    <li className="flex flex-wrap items-center gap-2 rounded-md bg-good-wash px-4 py-2.5">
      <div className="min-w-48 flex-1">
        <p>{count} deleted from the draft.</p>
        <p id={which} className="font-mono text-xs break-all">
          {sayWhich(prompts.map(({ id }) => id))}
        </p>
      </div>
      <Button aria-describedby={which} busy={back.isPending} because={because} onClick={() => back.mutate(removed)}>
        Bring {count} back
      </Button>
      <Button aria-describedby={which} onClick={() => saveExport(removed.content, 'deleted')}>
        Download
      </Button>
      <Button aria-describedby={which} onClick={dismiss}>
        Dismiss
      </Button>
      {back.error && <Problem error={back.error} />}
    </li>
  )
}
