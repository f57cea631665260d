import { EnvironmentHead, Publication, PublicationInput, PublicationPage, PublicationQuery } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'
import { LOCKING_ERRORS } from '../versions/locking-errors.js'

const common = { tag: 'Publishing', access: 'person' } as const
const BASE = '/projects/:projectId/environments/:environment'

export const publicationOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: `${BASE}/head`,
    summary: 'What an environment runs now, with its signed manifest',
    answers: { 200: EnvironmentHead },
  },
  {
    ...common,
    method: 'get',
    path: `${BASE}/publications`,
    summary: 'The publications of an environment, newest first',
    query: PublicationQuery,
    answers: { 200: PublicationPage },
  },
  {
    ...common,
    method: 'post',
    path: `${BASE}/publications`,
    summary: 'Publish versions, withdraw prompt sets, or roll back',
    headers: ['Idempotency-Key'],
    body: PublicationInput,
    answers: { 201: Publication },
    errors: [
      ...LOCKING_ERRORS,
      'prompt_set.not_found',
      'prompt_set.draft_changed',
      'prompt_set.not_published',
      'version.not_found',
      'publication.not_found',
      'publication.rule_refused',
      'publication.sequence_conflict',
      'publication.id_conflict',
      'publication.nothing_changed',
      'publication.too_large',
      'approval.missing',
      'request.idempotency_key_reused',
      'signing_key.expired',
    ],
  },
  {
    ...common,
    method: 'get',
    path: `${BASE}/publications/:publicationId`,
    summary: 'One publication',
    answers: { 200: Publication },
  },
]
