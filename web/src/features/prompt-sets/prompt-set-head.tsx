import { STATUS_MEANING } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'
import type { ReactNode } from 'react'
import { BackLink } from '../../components/back-link.js'
import { PageHead } from '../../components/page-head.js'
import { StatusMark } from '../reviews/status-mark.js'
import { saySet } from './say-set.js'

/** The head of a prompt set's page: the way back, its name, its actions, and how it stands. */
export function PromptSetHead({ set, children }: { set: PromptSet; children?: ReactNode }) {
  return (
    <>
      <BackLink to="/projects/$projectId/prompts" params={{ projectId: set.project_id }}>
        Prompts
      </BackLink>
      <PageHead title={set.name}>{children}</PageHead>
      <p className="-mt-3 mb-5 flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusMark status={set.status} />
        <span className="text-muted">{STATUS_MEANING[set.status]}</span>
        <span className="tabular-nums">{saySet(set)}</span>
      </p>
    </>
  )
}
