import { Bundle } from '@anvil/shared'
import { AnvilExport, DiffQuery, DiffResult, RestoredDraft, VersionDetail, VersionList } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'
import { PROMPT_SET_PATH } from '../prompt-sets/prompt-set-params.js'

const common = { tag: 'Versions', access: 'person' } as const

export const versionOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: `${PROMPT_SET_PATH}/versions`,
    right: 'project.read',
    summary: 'The versions of a prompt set',
    answers: { 200: VersionList },
  },
  {
    ...common,
    method: 'get',
    path: `${PROMPT_SET_PATH}/versions/:version`,
    right: 'project.read',
    summary: 'One version with its texts',
    answers: { 200: VersionDetail },
  },
  {
    ...common,
    method: 'get',
    path: `${PROMPT_SET_PATH}/versions/:version/bundle`,
    right: 'project.read',
    summary: 'The bundle of a version, in the bytes in which it travels',
    answers: { 200: Bundle },
  },
  {
    ...common,
    method: 'get',
    path: `${PROMPT_SET_PATH}/versions/:version/export`,
    right: 'project.read',
    summary: 'The prompts of a version, in the form that an import takes unchanged',
    answers: { 200: AnvilExport },
  },
  {
    ...common,
    method: 'post',
    path: `${PROMPT_SET_PATH}/versions/:version/restore`,
    right: 'draft.write',
    summary: 'Make the draft say what a version says; a LOCKED prompt set gets a new draft, an open one is replaced',
    headers: ['If-Match'],
    answers: { 200: RestoredDraft },
    errors: ['prompt_set.archived', 'prompt.id_taken', 'quota.reached'],
  },
  {
    ...common,
    method: 'get',
    path: `${PROMPT_SET_PATH}/diff`,
    right: 'project.read',
    summary: 'What changed between two versions, or a version and the draft',
    query: DiffQuery,
    answers: { 200: DiffResult },
    errors: ['version.not_found'],
  },
]
