import { ApiKeyList, IssuedApiKey, MemberApiKeyPage, MemberApiKeyQuery, NewApiKey } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { tag: 'Signing in', access: 'person', right: 'signed_in' } as const
const ofMembers = { tag: 'Organisations', access: 'person', right: 'organisation.members' } as const

export const apiKeyOperations: readonly Operation[] = [
  { ...common, method: 'get', path: '/api-keys', summary: 'Your API keys', answers: { 200: ApiKeyList } },
  {
    ...common,
    method: 'post',
    path: '/api-keys',
    summary: 'Make an API key for a program of yours, whose value is shown this once',
    body: NewApiKey,
    answers: { 201: IssuedApiKey },
    errors: ['project.not_found', 'auth.forbidden'],
  },
  {
    ...common,
    method: 'delete',
    path: '/api-keys/:apiKeyId',
    summary: 'End an API key for good',
    answers: { 204: null },
    errors: ['auth.forbidden'],
  },
  {
    ...ofMembers,
    method: 'get',
    path: '/organisations/:organisationId/api-keys',
    summary: 'The API keys by which members act in an organisation',
    query: MemberApiKeyQuery,
    answers: { 200: MemberApiKeyPage },
  },
  {
    ...ofMembers,
    method: 'delete',
    path: '/organisations/:organisationId/api-keys/:apiKeyId',
    summary: 'End what the API key of a member may do in an organisation, and in no other',
    answers: { 204: null },
  },
]
