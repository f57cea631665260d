import { AnvilError } from '@anvil/shared'
import type { AccountInput, ChangedPassword, PasswordInput, User } from '@anvil/shared/api'
import { listGoodApiKeys } from '../api-keys/api-key-service.js'
import { auditAccount } from '../audit/audit-account.js'
import type { AppContext } from '../context.js'
import type { SessionActor } from '../http/actor.js'
import { noteRefusedAttempt } from './note-refused-attempt.js'
import { checkPassword, hashPassword } from './password.js'
import { requirePasswords } from './session-service.js'
import { endSessionsOf } from './session-store.js'
import { beginAttempt } from './sign-in-limit.js'
import { findUserByEmail, getUser, updateName, updatePassword } from './user-store.js'

/** An account is of no organisation, so FORGE writes what becomes of it, in the name of its person. */
const ACCOUNTS = { kind: 'system', id: 'accounts' } as const

/** Changes how the person who asks is called. */
export function changeName(ctx: AppContext, actor: SessionActor, { name }: AccountInput): Promise<User> {
  return ctx.asActor(ACCOUNTS, async (trx) => {
    const before = await getUser(trx, actor.id)
    if (before.name === name) return before
    await updateName(trx, actor.id, name)
    const entry = {
      userId: actor.id,
      action: 'account.renamed',
      target: actor.id,
      details: { name, before: { name: before.name } },
    }
    await auditAccount(trx, actor, ctx.now(), entry)
    return { ...before, name }
  })
}

/**
 * Gives the person who asks another password, ends their other sessions, and says which API keys go on. Who holds a stolen session can't guess the
 * old one here any faster than at the sign-in.
 */
export async function changePassword(
  ctx: AppContext,
  actor: SessionActor,
  input: PasswordInput,
): Promise<ChangedPassword> {
  requirePasswords(ctx)
  try {
    await provePassword(ctx, actor, input.current_password)
  } catch (error) {
    const of = { action: 'password.refused', userId: actor.id, actor } as const
    if (error instanceof AnvilError) await noteRefusedAttempt(ctx, { ...of, code: error.code })
    throw error
  }
  const passwordHash = await hashPassword(input.new_password)
  return ctx.asActor(ACCOUNTS, async (trx) => {
    await updatePassword(trx, actor.id, passwordHash)
    const ended = await endSessionsOf(trx, actor.id, ctx.now(), actor.sessionId)
    const good = await listGoodApiKeys(trx, actor.id, ctx.now())
    const api_keys = good.map(({ id, name }) => ({ id, name }))
    const details = { sessions_ended: ended, api_keys_left: api_keys.length }
    const entry = { userId: actor.id, action: 'password.changed', target: actor.id, details }
    await auditAccount(trx, actor, ctx.now(), entry)
    return { ended, api_keys }
  })
}

async function provePassword(ctx: AppContext, actor: SessionActor, password: string): Promise<void> {
  const { email } = await ctx.asActor(actor, (trx) => getUser(trx, actor.id))
  const attempt = await beginAttempt(ctx, email, actor.address)
  const known = await ctx.asActor(ACCOUNTS, (trx) => findUserByEmail(trx, email))
  if (!(await checkPassword(password, known?.passwordHash))) {
    throw new AnvilError('password.wrong', 'This is not your password of now, so nothing was changed. Try again.')
  }
  await attempt.succeeded()
}
