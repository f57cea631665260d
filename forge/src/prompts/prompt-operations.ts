import {
  CreatePromptInput,
  FoundPrompts,
  IncludedTextList,
  IncludedTextQuery,
  Prompt,
  PromptInput,
  PromptPage,
  PromptQuery,
  PromptSearchQuery,
  PromptTree,
  PromptTreeQuery,
  PutPromptsInput,
  PutPromptsResult,
  UsedByPage,
  UsedByQuery,
} from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'
import { PROMPT_SET_PATH } from '../prompt-sets/prompt-set-params.js'

const common = { tag: 'Prompts', access: 'person' } as const
const REFUSED = ['prompt_set.locked', 'prompt_set.archived'] as const
const REFUSED_WRITE = [...REFUSED, 'prompt.id_taken'] as const
const PROMPTS = `${PROMPT_SET_PATH}/prompts`

export const promptOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: PROMPTS,
    summary: 'The prompts of a draft, by page',
    query: PromptQuery,
    answers: { 200: PromptPage },
  },
  {
    ...common,
    method: 'post',
    path: PROMPTS,
    summary: 'Add a prompt',
    body: CreatePromptInput,
    answers: { 201: Prompt },
    errors: [...REFUSED_WRITE, 'request.precondition_failed'],
  },
  {
    ...common,
    method: 'put',
    path: PROMPTS,
    summary: 'Put several prompts in one edit',
    headers: ['If-Match'],
    body: PutPromptsInput,
    answers: { 200: PutPromptsResult },
    errors: REFUSED_WRITE,
  },
  {
    ...common,
    method: 'get',
    path: `${PROMPT_SET_PATH}/prompt-tree`,
    summary: 'The branches of the ids of a draft, one level, by page',
    query: PromptTreeQuery,
    answers: { 200: PromptTree },
  },
  {
    ...common,
    method: 'get',
    path: '/projects/:projectId/prompts',
    summary: 'The prompts of all prompt sets that have a text, the best matches',
    query: PromptSearchQuery,
    answers: { 200: FoundPrompts },
  },
  { ...common, method: 'get', path: `${PROMPTS}/:promptId`, summary: 'One prompt', answers: { 200: Prompt } },
  {
    ...common,
    method: 'put',
    path: `${PROMPTS}/:promptId`,
    summary: 'Write a prompt; one that is there needs the ETag you read',
    headers: ['If-Match', 'If-None-Match'],
    body: PromptInput,
    answers: { 200: Prompt, 201: Prompt },
    errors: REFUSED_WRITE,
  },
  {
    ...common,
    method: 'delete',
    path: `${PROMPTS}/:promptId`,
    summary: 'Remove a prompt from the draft',
    headers: ['If-Match'],
    answers: { 204: null },
    errors: REFUSED,
  },
  {
    ...common,
    method: 'get',
    path: `${PROMPTS}/:promptId/includes`,
    summary: 'The texts that a prompt includes, with where they come from',
    query: IncludedTextQuery,
    answers: { 200: IncludedTextList },
  },
  {
    ...common,
    method: 'get',
    path: `${PROMPTS}/:promptId/used-by`,
    summary: 'The prompts of the project that include a prompt, by page',
    query: UsedByQuery,
    answers: { 200: UsedByPage },
  },
]
