import { AccountInput, ChangedPassword, EndedSessions, PasswordInput, SessionList, User } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { tag: 'Signing in', access: 'person' } as const

export const accountOperations: readonly Operation[] = [
  {
    ...common,
    method: 'patch',
    path: '/account',
    right: 'signed_in',
    summary: 'Change your name',
    body: AccountInput,
    answers: { 200: User },
  },
  {
    ...common,
    method: 'put',
    path: '/account/password',
    right: 'signed_in',
    summary: 'Change your password, which ends your other sessions',
    body: PasswordInput,
    answers: { 200: ChangedPassword },
    errors: ['password.wrong', 'auth.password_off', 'request.rate_limited'],
  },
  {
    ...common,
    method: 'get',
    path: '/sessions',
    right: 'signed_in',
    summary: 'Your sessions that go on',
    answers: { 200: SessionList },
  },
  {
    ...common,
    method: 'delete',
    path: '/sessions',
    right: 'signed_in',
    summary: 'End all your sessions but this one',
    answers: { 200: EndedSessions },
  },
  {
    ...common,
    method: 'delete',
    path: '/sessions/:sessionId',
    right: 'signed_in',
    summary: 'End one of your sessions',
    answers: { 204: null },
  },
]
