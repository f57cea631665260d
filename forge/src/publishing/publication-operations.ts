import {
  EnvironmentHead,
  Publication,
  PublicationInput,
  PublicationPage,
  PublicationPreview,
  PublicationQuery,
  RetryResult,
} from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'
import { LOCKING_ERRORS } from '../versions/locking-errors.js'

const common = { tag: 'Publishing', access: 'person' } as const
const BASE = '/projects/:projectId/environments/:environment'

export const publicationOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: `${BASE}/head`,
    right: 'project.read',
    summary: 'What an environment runs now, with its signed manifest',
    answers: { 200: EnvironmentHead },
  },
  {
    ...common,
    method: 'get',
    path: `${BASE}/publications`,
    right: 'project.read',
    summary: 'The publications of an environment, newest first',
    query: PublicationQuery,
    answers: { 200: PublicationPage },
  },
  {
    ...common,
    method: 'post',
    path: `${BASE}/publications`,
    right: 'publication.publish',
    summary: 'Publish versions, withdraw prompt sets, roll back, or promote what another environment runs',
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
      'api_key.own_work',
      'approval.missing',
      'request.idempotency_key_reused',
      'signing_key.expired',
      'forge.unavailable',
    ],
  },
  {
    ...common,
    method: 'post',
    path: `${BASE}/publications/preview`,
    right: 'project.read',
    summary: 'What a publication would change, for which instances, and what speaks against it; nothing is stored',
    body: PublicationInput,
    answers: { 200: PublicationPreview },
    errors: ['prompt_set.not_found', 'version.not_found', 'publication.not_found'],
  },
  {
    ...common,
    method: 'get',
    path: `${BASE}/publications/:publicationId`,
    right: 'project.read',
    summary: 'One publication',
    answers: { 200: Publication },
  },
  {
    ...common,
    method: 'post',
    path: `${BASE}/publications/:publicationId/retries`,
    right: 'publication.publish',
    summary: 'Offer the publication that the environment runs once more to the instances that failed to take it',
    answers: { 202: RetryResult },
    errors: ['publication.sequence_conflict'],
  },
]
