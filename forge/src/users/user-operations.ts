import { CurrentSession, Session, SetupInput, SetupResult, SetupState, SignInInput } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const tag = 'Signing in'

export const userOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/setup',
    tag,
    summary: 'Whether this FORGE waits for its first admin',
    access: 'anyone',
    answers: { 200: SetupState },
  },
  {
    method: 'post',
    path: '/setup',
    tag,
    summary: 'Make the first admin, with the one-time code from the log',
    access: 'anyone',
    body: SetupInput,
    answers: { 201: SetupResult },
    errors: ['setup.wrong_code', 'setup.already_done'],
  },
  {
    method: 'post',
    path: '/sessions',
    tag,
    summary: 'Sign in',
    access: 'anyone',
    body: SignInInput,
    answers: { 201: Session },
    errors: ['auth.wrong_credentials', 'auth.password_off', 'request.rate_limited'],
  },
  {
    method: 'get',
    path: '/sessions/current',
    right: 'signed_in',
    tag,
    summary: 'Whose session this is',
    access: 'person',
    answers: { 200: CurrentSession },
  },
  {
    method: 'delete',
    path: '/sessions/current',
    right: 'signed_in',
    tag,
    summary: 'Sign out',
    access: 'person',
    answers: { 204: null },
  },
]
