import { isolate, STATUS_MEANING } from '@anvil/shared'
import type { Draft } from '@anvil/shared/api'
import { getRouteApi } from '@tanstack/react-router'
import { ActionLink } from '../../components/action-link.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { ApprovalList } from '../../features/reviews/approval-list.js'
import { CheckList } from '../../features/reviews/check-list.js'
import { Conversation } from '../../features/reviews/conversation.js'
import { DraftChanges } from '../../features/reviews/draft-changes.js'
import { Impact } from '../../features/reviews/impact.js'
import { MissingList } from '../../features/reviews/missing-list.js'
import { ReviewActions } from '../../features/reviews/review-actions.js'
import { showTextOf } from '../../features/reviews/reviewed-text.js'
import { useReviewDesk } from '../../features/reviews/use-review-desk.js'
import type { PromptSetKey } from '../../features/reviews/api.js'
import { Section } from '../../components/section.js'
import { StaleNotice } from '../../features/reviews/stale-notice.js'
import { StatusMark } from '../../features/reviews/status-mark.js'
import { useReviewedDraft } from '../../features/reviews/use-reviewed-draft.js'
import { WhereItRuns } from '../../features/reviews/where-it-runs.js'

const route = getRouteApi('/inside/projects/$projectId/prompts/$promptSetId/review')

/** A draft before it is locked: what it changes, what is missing, and the one next thing to do. */
export function ReviewPage() {
  const promptSet = route.useParams()
  const { query, approvals, isOld, changed, readAgain } = useReviewedDraft(promptSet)
  return (
    <>
      <PageHead title={query.data ? `Review of ${isolate(query.data.prompt_set.name)}` : 'Review'}>
        <ActionLink link={{ to: '/projects/$projectId/prompts/$promptSetId', params: promptSet }}>
          All prompts
        </ActionLink>
        <ActionLink link={{ to: '/projects/$projectId/prompts/$promptSetId/versions', params: promptSet }}>
          Versions
        </ActionLink>
      </PageHead>
      <QueryFace query={query} lines={8}>
        {(draft) => (
          <>
            <Standing draft={draft} />
            <StaleNotice isOld={isOld} changed={changed} readAgain={() => void readAgain()} />
            <ReviewActions
              promptSet={promptSet}
              draft={draft}
              approvals={isOld ? draft.approvals : (approvals ?? draft.approvals)}
              onRefused={() => void readAgain()}
            />
            <div className="mt-6 grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_15rem]">
              <Content draft={draft} approvals={approvals ?? draft.approvals} promptSet={promptSet} />
              <aside aria-label="Approvals and versions" className="space-y-4">
                <ApprovalList approvals={approvals ?? draft.approvals} />
                <WhereItRuns {...promptSet} />
              </aside>
            </div>
          </>
        )}
      </QueryFace>
    </>
  )
}

function Standing({ draft }: { draft: Draft }) {
  const { prompt_set: set, proposed_version: proposed, locked_version: locked } = draft
  const isLocked = set.status === 'LOCKED'
  const about = isLocked
    ? `locked ${locked}`
    : `${proposed === null ? 'nothing differs' : `drafting ${proposed}`} · ${locked === null ? 'never locked' : `locked ${locked}`}`
  return (
    <p className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusMark status={set.status} />
      <span className="text-muted">{STATUS_MEANING[set.status]}</span>
      <span className="tabular-nums">{about}</span>
    </p>
  )
}

interface ContentProps {
  draft: Draft
  approvals: Draft['approvals']
  promptSet: PromptSetKey
}

function Content({ draft, approvals, promptSet }: ContentProps) {
  const { prompt_set: set, proposed_version: proposed, locked_version: locked } = draft
  const desk = useReviewDesk(promptSet, draft)
  if (set.status === 'LOCKED' || proposed === null) {
    return (
      <div className="space-y-6">
        <p className="text-muted">
          {set.status === 'LOCKED'
            ? `No draft is open. ${locked} is what can be published.`
            : `The draft says what ${locked} says.`}
        </p>
        <Conversation desk={desk} />
      </div>
    )
  }
  return (
    <div className="space-y-6">
      <Section title="Missing">
        <MissingList draft={draft} approvals={approvals} />
      </Section>
      <Section title="Checks">
        <CheckList draft={draft} />
      </Section>
      <Section title="Impact" detail="The instances that run this set, and those that would get the draft">
        <Impact promptSet={set} />
      </Section>
      <Conversation desk={desk} />
      <DraftChanges key={set.id} draft={draft} showText={desk.isOpen ? showTextOf(desk) : undefined} />
    </div>
  )
}
