import { OidcCallback, OidcDeparture, Session, SignInWays } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { tag: 'Signing in', access: 'anyone' } as const

export const oidcOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/sign-in-ways',
    summary: 'Whether people sign in with a password, by an OIDC issuer, or both',
    answers: { 200: SignInWays },
  },
  {
    ...common,
    method: 'post',
    path: '/sessions/oidc',
    summary: 'Leave for the OIDC issuer, with a secret that the browser keeps for the way back',
    answers: { 201: OidcDeparture },
    errors: ['oidc.off', 'oidc.unreachable'],
  },
  {
    ...common,
    method: 'post',
    path: '/sessions/oidc/callback',
    summary: 'Sign in as whom the OIDC issuer sent back',
    body: OidcCallback,
    answers: { 201: Session },
    errors: [
      'oidc.off',
      'oidc.unreachable',
      'oidc.attempt_over',
      'oidc.refused',
      'oidc.unverified_email',
      'oidc.no_access',
    ],
  },
]
