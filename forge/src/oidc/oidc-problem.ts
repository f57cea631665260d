import { AnvilError } from '@anvil/shared'
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'

const UNREACHABLE = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'])
const RETRY_MS = 5_000

/** What to tell of what went wrong between FORGE and the issuer: it does not answer as it should, or what it says is not believed. */
export function oidcProblem(cause: unknown, issuer: string): AnvilError {
  if (cause instanceof AuthorizationResponseError || cause instanceof ResponseBodyError) {
    const reason = cause.error
    const message =
      reason === 'access_denied'
        ? `${issuer} did not let you in, or you did not let it tell FORGE who you are. Try again.`
        : `${issuer} refused to say who you are (${reason}). Try again; if that does not help, show this to the operator.`
    return new AnvilError('oidc.refused', message, { cause, details: { reason } })
  }
  if (isUnreachable(cause)) {
    const message = `${issuer} does not answer as it should. Try again in a moment; FORGE's log says what was wrong.`
    return new AnvilError('oidc.unreachable', message, { cause, details: { retry_after_ms: RETRY_MS } })
  }
  const reason = cause instanceof ClientError ? (cause.code ?? 'unknown') : 'unknown'
  return new AnvilError(
    'oidc.refused',
    `FORGE does not believe the answer of ${issuer}: a check of it failed. Sign in anew; if that does not help, show this to the operator.`,
    { cause, details: { reason } },
  )
}

function isUnreachable(cause: unknown): boolean {
  if (cause instanceof ClientError) return UNREACHABLE.has(cause.code ?? '')
  return cause instanceof TypeError || (cause instanceof DOMException && cause.name === 'TimeoutError')
}
