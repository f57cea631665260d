import { ApprovalList, ApproveInput, Draft, DraftQuery, TakeIncludesInput } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'
import { PROMPT_SET_PATH } from '../prompt-sets/prompt-set-params.js'

const common = { tag: 'Reviews', access: 'person' } as const

export const reviewOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: `${PROMPT_SET_PATH}/draft`,
    right: 'project.read',
    summary: 'The draft as it would be locked, and what is missing for that',
    query: DraftQuery,
    answers: { 200: Draft },
  },
  {
    ...common,
    method: 'get',
    path: `${PROMPT_SET_PATH}/approvals`,
    right: 'project.read',
    summary: 'The approvals of a draft',
    answers: { 200: ApprovalList },
  },
  {
    ...common,
    method: 'post',
    path: `${PROMPT_SET_PATH}/approvals`,
    right: 'review.approve',
    summary: 'Approve exactly the content with this digest',
    body: ApproveInput,
    answers: { 200: ApprovalList, 201: ApprovalList },
    errors: ['prompt_set.wrong_status', 'prompt_set.draft_changed', 'approval.own_work', 'api_key.own_work'],
  },
  {
    ...common,
    method: 'delete',
    path: `${PROMPT_SET_PATH}/approvals/mine`,
    right: 'review.approve',
    summary: 'Take your approval back',
    answers: { 204: null },
    errors: ['approval.not_found'],
  },
  {
    ...common,
    method: 'post',
    path: `${PROMPT_SET_PATH}/includes`,
    right: 'draft.write',
    summary: 'Take the newest locked texts of includes',
    body: TakeIncludesInput,
    answers: { 200: Draft },
    errors: [
      'prompt_set.locked',
      'prompt_set.archived',
      'include.unknown',
      'include.cycle',
      'include.never_locked',
      'include.not_text',
    ],
  },
]
