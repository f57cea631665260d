import {
  AccessToken,
  AccessTokenList,
  AccessTokenValue,
  IssuedAccessToken,
  NewAccessToken,
  TokenRotation,
} from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { tag: 'Access tokens', access: 'person' } as const

export const accessTokenOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/projects/:projectId/access-tokens',
    right: 'project.read',
    summary: 'The access tokens of a project, without their values',
    answers: { 200: AccessTokenList },
  },
  {
    ...common,
    method: 'post',
    path: '/projects/:projectId/access-tokens',
    right: 'token.manage',
    summary: 'Issue an access token for an environment',
    body: NewAccessToken,
    answers: { 201: IssuedAccessToken },
    errors: ['environment.not_found', 'quota.reached'],
  },
  {
    ...common,
    method: 'get',
    path: '/projects/:projectId/access-tokens/:tokenId/value',
    right: 'token.manage',
    summary: 'Show the value of an access token again; the audit trail keeps who did',
    answers: { 200: AccessTokenValue },
    errors: ['access_token.revoked'],
  },
  {
    ...common,
    method: 'post',
    path: '/projects/:projectId/access-tokens/:tokenId/rotate',
    right: 'token.manage',
    summary: 'Put a new access token in the place of one, which opens what it did until the overlap is over',
    body: TokenRotation,
    answers: { 201: IssuedAccessToken },
    errors: ['access_token.revoked', 'access_token.rotated'],
  },
  {
    ...common,
    method: 'post',
    path: '/projects/:projectId/access-tokens/:tokenId/revoke',
    right: 'token.manage',
    summary: 'End an access token for good; what uses it is cut off',
    answers: { 200: AccessToken },
    errors: ['access_token.revoked'],
  },
]
