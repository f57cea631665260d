import { AnvilError, isolate } from '@anvil/shared'
import type { AcceptedInvitation, AcceptInvitation, InvitationView, User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import { requireSession, type UserActor } from '../http/actor.js'
import { joinOrganisation } from '../organisations/join-organisation.js'
import { getOrganisation } from '../organisations/organisation-store.js'
import { hashPassword } from '../users/password.js'
import { requirePasswords, type SignInPlace, startSession } from '../users/session-service.js'
import { findUserByEmail, holdAddress, insertUser } from '../users/user-store.js'
import { isBacked } from './inviter-power.js'
import { secretDigest } from './invitation-service.js'
import { closeInvitation, findBySecretForUpdate, type KeptInvitation, stateOf } from './invitation-store.js'

/** Who accepts is no member yet, so FORGE does it, in their name. */
const INVITATIONS = { kind: 'system', id: 'invitations' } as const

/** From whom and where an invitation is accepted; without an actor they have no account yet, or did not sign in. */
interface Acceptance {
  actor: UserActor | undefined
  from: SignInPlace & { requestId: string }
}

/** What the holder of a secret is invited to. */
export function lookAtInvitation(ctx: AppContext, secret: string): Promise<InvitationView> {
  return ctx.asActor(INVITATIONS, async (trx) => {
    const { organisation_id, email, role, roles, inviter, expires_at } = await getOpen(ctx, trx, secret)
    const { name: organisation } = await getOrganisation(trx, organisation_id)
    const has_account = (await findUserByEmail(trx, email)) !== undefined
    const times = { expires_at: expires_at.toISOString() }
    return { organisation, email, role, roles, invited_by: inviter, ...times, has_account }
  })
}

/** Joins an organisation by an invitation: with the account that is signed in, or with a new one. */
export async function acceptInvitation(
  ctx: AppContext,
  input: AcceptInvitation,
  { actor, from }: Acceptance,
): Promise<AcceptedInvitation> {
  const passwordHash = await hashNewPassword(ctx, input)
  return ctx.asActor(INVITATIONS, async (trx) => {
    const invitation = await getOpen(ctx, trx, input.secret)
    const { organisation_id: organisationId, role, roles } = invitation
    await holdAddress(trx, invitation.email)
    const known = (await findUserByEmail(trx, invitation.email))?.user
    if (known) requireOwnAccount(actor, invitation, known)
    const user = known ?? (await makeAccount(ctx, trx, { invitation, name: input.name, passwordHash }))
    await joinOrganisation(ctx, trx, { organisationId, user, role, roles })
    await closeInvitation(trx, { organisationId, id: invitation.id, acceptedBy: user.id }, ctx.now())
    const by = actor ?? { kind: 'user', id: user.id, requestId: from.requestId, address: from.address }
    const entry = { organisationId, action: 'member.joined', target: user.id, details: { role, roles } }
    await insertAuditEntry(trx, by, ctx.now(), entry)
    const session = known ? null : await startSession(ctx, trx, user, from)
    return { organisation: await getOrganisation(trx, organisationId), session }
  })
}

/**
 * Hashes the password of a new account, where the invitation opens one and passwords open anything here; whoever has no
 * invitation costs FORGE no hash.
 */
async function hashNewPassword(ctx: AppContext, { secret, password }: AcceptInvitation): Promise<string | undefined> {
  const known = await ctx.asActor(INVITATIONS, async (trx) =>
    findUserByEmail(trx, (await getOpen(ctx, trx, secret)).email),
  )
  if (known) return undefined
  requirePasswords(ctx)
  return password === undefined ? undefined : hashPassword(password)
}

async function getOpen(ctx: AppContext, trx: Knex.Transaction, secret: string): Promise<KeptInvitation> {
  const invitation = await findBySecretForUpdate(trx, secretDigest(secret))
  if (!invitation) {
    throw new AnvilError('invitation.not_found', 'This link opens no invitation. Check that you have all of it.')
  }
  const state = stateOf(invitation, ctx.now())
  if (state === 'open' && (await isBacked(trx, invitation))) return invitation
  if (state === 'open') throw unbacked(invitation)
  throw new AnvilError(
    'invitation.over',
    `This invitation is ${state}. Ask ${isolate(invitation.inviter)} for another.`,
  )
}

function unbacked({ inviter }: KeptInvitation): AnvilError {
  const message = `${isolate(inviter)}, who made this invitation, may invite nobody as this any more. Ask somebody else there for another.`
  return new AnvilError('invitation.over', message)
}

function requireOwnAccount(actor: UserActor | undefined, { email }: KeptInvitation, { id }: User): void {
  if (actor && requireSession(actor).id === id) return
  throw new AnvilError(
    'invitation.other_account',
    `This invitation is for ${email}, who has an account. ${actor ? 'You are signed in as somebody else. ' : ''}Sign in as ${email}, then accept it.`,
    { details: { email, signed_in: actor !== undefined } },
  )
}

async function makeAccount(
  ctx: AppContext,
  trx: Knex.Transaction,
  {
    invitation: { email },
    name,
    passwordHash,
  }: { invitation: KeptInvitation; name: string | undefined; passwordHash: string | undefined },
): Promise<User> {
  if (passwordHash === undefined)
    throw new AnvilError('request.invalid', `${email} has no account yet. Send a password for it as well.`)
  const user = { id: ctx.newId(), email, name: name ?? email }
  await insertUser(trx, { ...user, password_hash: passwordHash, created_at: ctx.now() })
  return user
}
