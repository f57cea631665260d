import { createHash, createHmac, randomBytes } from 'node:crypto'
import { AnvilError, type ErrorCode } from '@anvil/shared'
import type { OidcCallback, OidcDeparture, Session } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import { noteRefusedSignIn, type SignInPlace, startSession } from '../users/session-service.js'
import type { OidcClaims } from './oidc-claims.js'
import { deleteOldAttempts, insertAttempt, takeAttempt } from './oidc-attempt-store.js'
import type { OidcIssuer, OidcTrip } from './oidc-issuer.js'
import { findUserOfClaims, userOfClaims } from './user-of-claims.js'

const ATTEMPT_MS = 10 * 60 * 1000
/** What somebody is told who is not let in; an issuer that is out of order refuses nobody. */
const REFUSED: ReadonlySet<ErrorCode> = new Set(['oidc.refused', 'oidc.no_access', 'oidc.unverified_email'])
const OIDC = { kind: 'system', id: 'oidc' } as const

/**
 * Sends a person to the issuer. Their browser holds the secret that comes along, and only with it the way back is taken:
 * nobody can be led into somebody else's session.
 */
export async function departForIssuer(ctx: AppContext, redirectUri: string): Promise<OidcDeparture> {
  const issuer = issuerOf(ctx)
  const [state, secret] = [randomText(), randomText()]
  const trip = tripOf(ctx, { redirectUri, state, secret })
  const authorization_url = await issuer.authorizationUrl(trip)
  await ctx.asActor(OIDC, async (trx) => {
    const at = ctx.now()
    await deleteOldAttempts(trx, at)
    const expires_at = new Date(at.getTime() + ATTEMPT_MS)
    const kept = { state_sha256: digest(state), secret_sha256: digest(secret), redirect_uri: redirectUri, expires_at }
    await insertAttempt(trx, kept)
  })
  return { authorization_url, secret }
}

/** Signs in whom the issuer sent back with this query, once, in the browser that left for it. */
export async function returnFromIssuer(ctx: AppContext, input: OidcCallback, from: SignInPlace): Promise<Session> {
  const issuer = issuerOf(ctx)
  const { secret, query } = input
  const state = new URLSearchParams(query).get('state') ?? ''
  const attempt = await ctx.asActor(OIDC, (trx) =>
    takeAttempt(trx, { state_sha256: digest(state), secret_sha256: digest(secret) }, ctx.now()),
  )
  if (!attempt) {
    throw new AnvilError(
      'oidc.attempt_over',
      'This way back from signing in was taken already, took too long, or began in another browser. Sign in anew.',
    )
  }
  let claims: OidcClaims | undefined
  try {
    claims = await issuer.claimsOf(tripOf(ctx, { redirectUri: attempt.redirect_uri, state, secret }), query)
    return await signInAs(ctx, claims, from)
  } catch (error) {
    if (error instanceof AnvilError && REFUSED.has(error.code)) await noteRefusal(ctx, error, claims, from)
    throw error
  }
}

function signInAs(ctx: AppContext, claims: OidcClaims, from: SignInPlace): Promise<Session> {
  return ctx.asActor(OIDC, async (trx) => startSession(ctx, trx, await userOfClaims(ctx, trx, claims, from), from))
}

/** Has it in the trail, of the account that the issuer's claims are about where they are believed to be the issuer's. */
async function noteRefusal(
  ctx: AppContext,
  { code }: AnvilError,
  claims: OidcClaims | undefined,
  from: SignInPlace,
): Promise<void> {
  const user = claims && (await ctx.asActor(OIDC, (trx) => findUserOfClaims(trx, claims)))
  await noteRefusedSignIn(ctx, { code, userId: user?.id, from })
}

function issuerOf({ oidc }: AppContext): OidcIssuer {
  if (oidc) return oidc
  throw new AnvilError('oidc.off', 'This FORGE has no other way to sign in than a password. Use yours.')
}

/** Nonce and verifier follow from the browser's secret and FORGE's, so that neither the browser nor the database has them. */
function tripOf(
  { secrets }: AppContext,
  { redirectUri, state, secret }: { redirectUri: string; state: string; secret: string },
): OidcTrip {
  const key = secrets.derive('oidc')
  const made = (what: string): string => createHmac('sha256', key).update(`${what} ${secret}`).digest('base64url')
  return { redirectUri, state, nonce: made('nonce'), verifier: made('verifier') }
}

const randomText = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')
