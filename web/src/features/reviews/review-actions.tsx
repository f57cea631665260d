import type { Draft } from '@anvil/shared/api'
import { ActionLink } from '../../components/action-link.js'
import { Button } from '../../components/button.js'
import { MainButton } from '../../components/main-button.js'
import { Problem } from '../../components/problem.js'
import type { PromptSetKey } from './api.js'
import { DiscardDraft } from './discard-draft.js'
import { LockForm } from './lock-form.js'
import { RequestReview } from './request-review.js'
import { type Reviewed, useReviewMoves } from './use-review-moves.js'

/** What can be done with a draft: the one next thing first, then the ways out. */
export function ReviewActions(reviewed: Reviewed) {
  const { promptSet, draft, onRefused } = reviewed
  const moves = useReviewMoves(reviewed)
  const { step, asks, ask, error, isBusy } = moves
  const close = () => ask(undefined)
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        {step.does !== 'publish' && (
          <MainButton because={step.because} busy={isBusy} onClick={moves.doNext}>
            {step.label}
          </MainButton>
        )}
        <PublishLink promptSet={promptSet} draft={draft} because={moves.whyNot('publication.publish')} />
        <WaysOut draft={draft} moves={moves} />
      </div>
      {step.because !== undefined && <p className="text-muted">{step.because}</p>}
      {error && <Problem error={error} />}
      <RequestReview promptSet={promptSet} draft={draft} open={asks === 'request'} onClose={close} />
      <LockForm {...{ promptSet, draft, onRefused }} open={asks === 'lock'} onClose={close} />
      <DiscardDraft promptSet={promptSet} draft={draft} open={asks === 'discard'} onClose={close} />
    </div>
  )
}

function WaysOut({ draft, moves }: { draft: Draft; moves: ReturnType<typeof useReviewMoves> }) {
  const { step, whyNot, toLive, takeBack, ask } = moves
  if (draft.prompt_set.status === 'LOCKED') {
    return (
      <Button because={whyNot('draft.write')} onClick={toLive}>
        New draft
      </Button>
    )
  }
  const isInReview = draft.prompt_set.status === 'REVIEW'
  return (
    <>
      {isInReview && (
        <Button because={whyNot('review.request')} onClick={toLive}>
          Withdraw review
        </Button>
      )}
      {isInReview && takeBack && (
        <Button because={whyNot('review.approve')} onClick={takeBack}>
          Take my approval back
        </Button>
      )}
      {draft.locked_version !== null && step.does !== 'discard' && (
        <Button look="danger" because={whyNot('draft.write')} onClick={() => ask('discard')}>
          Discard draft …
        </Button>
      )}
    </>
  )
}

interface PublishLinkProps {
  promptSet: PromptSetKey
  draft: Draft
  because: string | undefined
}

function PublishLink({ promptSet, draft, because }: PublishLinkProps) {
  const { projectId, promptSetId } = promptSet
  const isLocked = draft.prompt_set.status === 'LOCKED'
  const search = isLocked ? { set: promptSetId } : { set: promptSetId, version: 'draft', environment: 'development' }
  return (
    <ActionLink
      because={because}
      look={isLocked ? 'main' : 'plain'}
      link={{ to: '/projects/$projectId/publications/new', params: { projectId }, search }}
    >
      {isLocked ? `Publish ${draft.locked_version} …` : 'Try it in development …'}
    </ActionLink>
  )
}
