import type { ApprovalList, Draft } from '@anvil/shared/api'
import { useState } from 'react'
import { done } from '../../components/done.js'
import { useSession } from '../../lib/use-session.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { type PromptSetKey, useApprove, useMove, useTakeBack } from './api.js'
import { hasApproved, nextStep } from './next-step.js'

export interface Reviewed {
  promptSet: PromptSetKey
  draft: Draft
  approvals: ApprovalList
  /** Reads the draft anew after FORGE refused, so that the person sees what there is now. */
  onRefused: () => void
}

/** The right that each step needs. */
const RIGHT_OF = {
  request_review: 'review.request',
  approve: 'review.approve',
  lock: 'version.lock',
  discard: 'draft.write',
  publish: 'publication.publish',
} as const

/** What can be done with a draft by who is signed in; `asks` is the question that is open. */
export function useReviewMoves({ promptSet, draft, approvals, onRefused }: Reviewed) {
  const userId = useSession()?.user.id
  const [asks, setAsks] = useState<'lock' | 'discard' | 'request'>()
  const tell = (text: string) => ({ onError: onRefused, onSuccess: () => done(text) })
  const move = useMove(promptSet)
  const approve = useApprove(promptSet)
  const takeBack = useTakeBack(promptSet)
  const opened = draft.prompt_set.status === 'LOCKED' ? 'A new draft is open.' : 'The review is withdrawn.'
  const whyNot = useWhyNot(promptSet.projectId)
  const next = nextStep(draft, approvals, userId)
  const step = { ...next, because: whyNot(RIGHT_OF[next.does]) ?? next.because }
  return {
    step,
    whyNot,
    doNext: {
      request_review: () => setAsks('request'),
      approve: () => approve.mutate(draft.content_digest, tell('You approved this text.')),
      lock: () => setAsks('lock'),
      discard: () => setAsks('discard'),
      publish: () => undefined,
    }[step.does],
    toLive: () => move.mutate({ status: 'LIVE' }, tell(opened)),
    takeBack: hasApproved(approvals, userId)
      ? () => takeBack.mutate(undefined, tell('Your approval is taken back.'))
      : undefined,
    asks,
    ask: setAsks,
    error: move.error ?? approve.error ?? takeBack.error,
    isBusy: move.isPending || approve.isPending || takeBack.isPending,
  }
}
