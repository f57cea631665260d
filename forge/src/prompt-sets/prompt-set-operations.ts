import {
  ChangePromptSetInput,
  ChangeStatusInput,
  CreatePromptSetInput,
  PromptSet,
  PromptSetList,
  PromptSetQuery,
  StatusChange,
} from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'
import { LOCKING_ERRORS } from '../versions/locking-errors.js'
import { PROMPT_SET_PATH } from './prompt-set-params.js'

const common = { tag: 'Prompt sets', access: 'person' } as const

export const promptSetOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/projects/:projectId/prompt-sets',
    right: 'project.read',
    summary: 'The prompt sets of a project',
    query: PromptSetQuery,
    answers: { 200: PromptSetList },
  },
  {
    ...common,
    method: 'post',
    path: '/projects/:projectId/prompt-sets',
    right: 'draft.write',
    summary: 'Make a prompt set, in LIVE status',
    body: CreatePromptSetInput,
    answers: { 201: PromptSet },
    errors: ['project.limit_reached', 'prompt_set.slug_taken'],
  },
  {
    ...common,
    method: 'get',
    path: PROMPT_SET_PATH,
    right: 'project.read',
    summary: 'One prompt set',
    answers: { 200: PromptSet },
  },
  {
    ...common,
    method: 'patch',
    path: PROMPT_SET_PATH,
    right: 'draft.write',
    summary: 'Rename, describe, archive or restore a prompt set',
    body: ChangePromptSetInput,
    answers: { 200: PromptSet },
  },
  {
    ...common,
    method: 'delete',
    path: PROMPT_SET_PATH,
    right: 'draft.write',
    summary: 'Delete a prompt set that was never published',
    answers: { 204: null },
    errors: ['prompt_set.has_versions', 'prompt_set.was_published'],
  },
  {
    ...common,
    method: 'put',
    path: `${PROMPT_SET_PATH}/status`,
    right: ['draft.write', 'review.request', 'version.lock'],
    summary: 'Request or withdraw a review, lock, open a new draft, or discard it',
    body: ChangeStatusInput,
    answers: { 200: StatusChange },
    errors: [
      ...LOCKING_ERRORS,

      'prompt_set.wrong_status',
      'prompt_set.never_locked',
      'prompt_set.draft_changed',
      'prompt.id_taken',
      'quota.reached',
      'approval.missing',
      'version.number_taken',
      'version.number_too_low',
    ],
  },
]
