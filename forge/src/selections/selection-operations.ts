import { AnvilExport, MovedPrompts, MovePromptsInput, RemovedPrompts, SelectPromptsInput } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'
import { PROMPT_SET_PATH } from '../prompt-sets/prompt-set-params.js'

const common = { tag: 'Prompts', access: 'person', method: 'post' } as const
const REFUSED = ['prompt.not_found', 'prompt_set.locked', 'prompt_set.archived'] as const

export const selectionOperations: readonly Operation[] = [
  {
    ...common,
    path: `${PROMPT_SET_PATH}/prompt-exports`,
    right: 'project.read',
    summary: 'Several prompts of the draft, in the form that an import takes unchanged',
    body: SelectPromptsInput,
    answers: { 200: AnvilExport },
    errors: ['prompt.not_found'],
  },
  {
    ...common,
    path: `${PROMPT_SET_PATH}/prompt-removals`,
    right: 'draft.write',
    summary: 'Remove several prompts from the draft, all or none',
    headers: ['If-Match'],
    body: SelectPromptsInput,
    answers: { 200: RemovedPrompts },
    errors: REFUSED,
  },
  {
    ...common,
    path: `${PROMPT_SET_PATH}/prompt-moves`,
    right: 'draft.write',
    summary: 'Move several prompts into the draft of another prompt set, all or none',
    headers: ['If-Match'],
    body: MovePromptsInput,
    answers: { 200: MovedPrompts },
    errors: REFUSED,
  },
]
