import { AnvilExport, ImportInput, ImportPlan } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'
import { PROMPT_SET_PATH } from '../prompt-sets/prompt-set-params.js'

const common = { tag: 'Import and export', access: 'person' } as const

export const importOperations: readonly Operation[] = [
  {
    ...common,
    method: 'post',
    path: `${PROMPT_SET_PATH}/imports`,
    right: 'draft.write',
    summary: 'Import prompts into the draft, all or none; a dry run answers the plan',
    headers: ['If-Match', 'If-None-Match'],
    body: ImportInput,
    answers: { 200: ImportPlan },
    errors: [
      'import.malformed',
      'import.refused',
      'prompt_set.locked',
      'prompt_set.archived',
      'prompt.id_taken',
      'quota.reached',
    ],
  },
  {
    ...common,
    method: 'get',
    path: `${PROMPT_SET_PATH}/export`,
    right: 'project.read',
    summary: 'All that the prompt set says now, in the form that an import takes unchanged',
    answers: { 200: AnvilExport },
  },
]
