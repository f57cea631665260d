import { AnvilError } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { restoreQuery, useRestore } from './api.js'
import { DownloadButton } from './download-button.js'
import { ReplacedList } from './replaced-list.js'
import { sayRestore } from './say-restore.js'
import { DRAFT } from './say-version.js'

interface RestoreVersionProps {
  set: PromptSet
  version: string
  open: boolean
  onClose: () => void
  onRestored: () => void
}

/** Asks before the draft is made to say what a version says, and shows what it would lose. */
export function RestoreVersion({ open, ...question }: RestoreVersionProps) {
  return (
    <Modal title={`Restore ${question.version} as draft`} open={open} onClose={question.onClose}>
      <Question {...question} />
    </Modal>
  )
}

function Question({ set, version, onClose, onRestored }: Omit<RestoreVersionProps, 'open'>) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const query = useQuery(restoreQuery(key, version))
  const restore = useRestore(key)
  const hasChanged = restore.error instanceof AnvilError && restore.error.code === 'request.precondition_failed'
  const lookAgain = () => {
    restore.reset()
    void query.refetch()
  }
  return (
    <QueryFace query={query} lines={3}>
      {(diff) => (
        <div className="space-y-4">
          <p>{sayRestore(set, version, diff)}</p>
          <ReplacedList diff={diff} />
          {restore.error && <Problem error={restore.error} />}
          <div className="flex flex-wrap gap-2">
            {hasChanged ? (
              <Button look="main" onClick={lookAgain}>
                Show what the draft says now
              </Button>
            ) : (
              <Button
                look={set.status === 'LOCKED' ? 'main' : 'danger'}
                because={set.status !== 'LOCKED' && diff.bump === 'none' ? 'There is nothing to replace.' : undefined}
                busy={restore.isPending || query.isFetching || diff.draft_revision === null}
                onClick={() =>
                  restore.mutate({ version, revision: diff.draft_revision ?? 0 }, { onSuccess: onRestored })
                }
              >
                {set.status === 'LOCKED' ? `Open a draft from ${version}` : `Replace the draft by ${version}`}
              </Button>
            )}
            {set.status !== 'LOCKED' && <DownloadButton set={set} side={DRAFT} form="export" />}
            <Button onClick={onClose}>Cancel</Button>
          </div>
        </div>
      )}
    </QueryFace>
  )
}
