import { AnvilError, type ErrorCode } from '@anvil/shared'
import type { Session, SignInInput, User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { auditAccount } from '../audit/audit-account.js'
import { requireSession, type UserActor } from '../http/actor.js'
import { noteRefusedAttempt } from './note-refused-attempt.js'
import { checkPassword } from './password.js'
import { programOf } from './program-of.js'
import { insertSession, revokeSession } from './session-store.js'
import { beginAttempt, noteSignIn } from './sign-in-limit.js'
import { signSessionToken } from './session-token.js'

const SESSION_MS = 12 * 60 * 60 * 1000

/** From where a person signs in: their network address, and what their program says of itself. */
export interface SignInPlace {
  address: string
  userAgent: string | undefined
  requestId: string
}

/** An account is of no organisation, so FORGE writes what becomes of it. */
const SIGN_IN = { kind: 'system', id: 'sign-in', means: 'anonymous' } as const

/** Signs a person in by e-mail address and password; whoever fails often from a network address has to wait. */
export async function signIn(ctx: AppContext, input: SignInInput, from: SignInPlace): Promise<Session> {
  requirePasswords(ctx)
  const found = await ctx.lookUp.account(input.email)
  const attempt = await beginAttempt(ctx, input.email, from.address).catch(async (error: unknown) => {
    if (error instanceof AnvilError) await noteRefusedSignIn(ctx, { code: error.code, userId: found?.user.id, from })
    throw error
  })
  if (!(await checkPassword(input.password, found?.passwordHash)) || !found) {
    await auditRefusedSignIn(ctx, found?.user.id, from)
    throw new AnvilError(
      'auth.wrong_credentials',
      'No account has this address and password. Check both and try again.',
    )
  }
  await attempt.succeeded()
  return ctx.asActor(SIGN_IN, (trx) => startSession(ctx, trx, found.user, from))
}

/** Lets nobody in by a password where that is switched off. */
export function requirePasswords({ config }: AppContext): void {
  if (config.passwordSignIn) return
  const message = `Nobody signs in with a password here. Sign in with ${config.oidc?.name ?? 'your organisation'}.`
  throw new AnvilError('auth.password_off', message)
}

/** Has a sign-in that was refused for another reason than a wrong password in the trail, however often it is tried. */
export function noteRefusedSignIn(
  ctx: AppContext,
  { code, userId, from }: { code: ErrorCode; userId?: string | undefined; from: SignInPlace },
): Promise<void> {
  const { address, requestId } = from
  return noteRefusedAttempt(ctx, { action: 'session.refused', code, userId, actor: { ...SIGN_IN, address, requestId } })
}

/** Notes that somebody could not sign in: as whom where there is such an account, and never what they typed. */
async function auditRefusedSignIn(
  ctx: AppContext,
  userId: string | undefined,
  { address, requestId }: SignInPlace,
): Promise<void> {
  const entry = { userId, action: 'session.refused', target: userId ?? 'unknown' }
  await ctx.asActor(SIGN_IN, (trx) => auditAccount(trx, { ...SIGN_IN, address, requestId }, ctx.now(), entry))
}

/** Opens a session for a person who has just proved who they are, on the record; it takes a transaction of FORGE's. */
export async function startSession(
  ctx: AppContext,
  trx: Knex.Transaction,
  user: User,
  { address, userAgent, requestId }: SignInPlace,
): Promise<Session> {
  const created_at = ctx.now()
  const session = {
    id: ctx.newId(),
    user_id: user.id,
    created_at,
    expires_at: new Date(created_at.getTime() + SESSION_MS),
    last_seen_at: created_at,
    address,
    program: programOf(userAgent),
  }
  await insertSession(trx, session)
  await noteSignIn(trx, { email: user.email, address, at: created_at })
  const actor = { kind: 'user', id: user.id, sessionId: session.id, address, requestId } as const
  const details = { session_id: session.id, program: session.program }
  await auditAccount(trx, actor, created_at, { userId: user.id, action: 'session.started', target: user.id, details })
  const token = signSessionToken(ctx.secrets, session.id, session.created_at, session.expires_at)
  return { token, expires_at: session.expires_at.toISOString(), user }
}

/** Ends the session that a request came with. */
export async function signOut(ctx: AppContext, actor: UserActor): Promise<void> {
  const { sessionId } = requireSession(actor)
  await ctx.asActor(SIGN_IN, async (trx) => {
    await revokeSession(trx, sessionId, ctx.now())
    await auditAccount(trx, actor, ctx.now(), { userId: actor.id, action: 'session.ended', target: sessionId })
  })
}
