import { AnvilError } from '@anvil/shared'
import type { Session, SignInInput, User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { checkPassword } from './password.js'
import { insertSession, revokeSession } from './session-store.js'
import { beginAttempt } from './sign-in-limit.js'
import { signSessionToken } from './session-token.js'

const SESSION_MS = 12 * 60 * 60 * 1000

/** Signs a person in by e-mail address and password; whoever fails often from a network address has to wait. */
export async function signIn(ctx: AppContext, input: SignInInput, address: string): Promise<Session> {
  const attempt = await beginAttempt(ctx, input.email, address)
  const found = await ctx.lookUp.account(input.email)
  if (!(await checkPassword(input.password, found?.passwordHash)) || !found) {
    throw new AnvilError(
      'auth.wrong_credentials',
      'No account has this address and password. Check both and try again.',
    )
  }
  await attempt.succeeded()
  const actor = { kind: 'user', id: found.user.id } as const
  return ctx.asActor(actor, (trx) => startSession(ctx, trx, found.user))
}

/** Opens a session for a person who has just proved who they are. */
export async function startSession(ctx: AppContext, trx: Knex.Transaction, user: User): Promise<Session> {
  const session = {
    id: ctx.newId(),
    user_id: user.id,
    created_at: ctx.now(),
    expires_at: new Date(ctx.now().getTime() + SESSION_MS),
  }
  await insertSession(trx, session)
  const token = signSessionToken(ctx.secrets, session.id, session.created_at, session.expires_at)
  return { token, expires_at: session.expires_at.toISOString(), user }
}

/** Ends the session that a request came with. */
export async function signOut(ctx: AppContext, actor: UserActor): Promise<void> {
  await ctx.asActor(actor, (trx) => revokeSession(trx, actor.sessionId, ctx.now()))
}
