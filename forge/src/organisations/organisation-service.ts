import { AnvilError, isolate } from '@anvil/shared'
import type { Member, NewMember, NewOrganisation, OwnOrganisation, User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import { enter } from '../db/enter.js'
import type { UserActor } from '../http/actor.js'
import { hashPassword } from '../users/password.js'
import { findUserByEmail, holdAddress, insertUser } from '../users/user-store.js'
import { requireAdmin } from './membership-rules.js'
import { findMembership, listMembers, rejoinMembership } from './member-store.js'
import { getOrganisationOf, insertMembership, insertOrganisation } from './organisation-store.js'

/** Makes an organisation whose owner is the person that asks. */
export function createOrganisation(
  ctx: AppContext,
  actor: UserActor,
  input: NewOrganisation,
): Promise<OwnOrganisation> {
  return ctx.asActor(actor, async (trx) => {
    const created_at = ctx.now()
    const { name, slug } = input
    const organisation = await insertOrganisation(trx, { id: ctx.newId(), name, slug, created_at })
    await enter(trx, 'organisation', organisation.id)
    await insertMembership(trx, { organisation_id: organisation.id, user_id: actor.id, role: 'owner', created_at })
    const entry = { organisationId: organisation.id, action: 'organisation.created', target: organisation.id }
    await insertAuditEntry(trx, actor, created_at, entry)
    return { ...organisation, role: 'owner' }
  })
}

/** The people of an organisation, for one of them. */
export function listMembersOf(ctx: AppContext, actor: UserActor, organisationId: string): Promise<Member[]> {
  return ctx.asActor(actor, async (trx) => {
    await getOrganisationOf(trx, actor.id, organisationId)
    return listMembers(trx, organisationId)
  })
}

/** Adds a person to an organisation; makes their account where the address has none yet. */
export async function addMember(
  ctx: AppContext,
  actor: UserActor,
  organisationId: string,
  input: NewMember,
): Promise<Member> {
  const passwordHash = input.password === undefined ? undefined : await hashPassword(input.password)
  return ctx.asActor(actor, async (trx) => {
    const organisation = await getOrganisationOf(trx, actor.id, organisationId)
    requireAdmin(organisation, 'add members')
    if (input.role === 'owner' && organisation.role !== 'owner') {
      throw new AnvilError(
        'auth.forbidden',
        `Only an owner of ${isolate(organisation.name)} may make another owner. Ask one.`,
      )
    }
    await enter(trx, 'address', input.email)
    await holdAddress(trx, input.email)
    const user = (await findUserByEmail(trx, input.email))?.user ?? (await addAccount(ctx, trx, input, passwordHash))
    const created_at = await join(ctx, trx, { organisationId, user, role: input.role })
    const entry = { organisationId, action: 'member.added', target: user.id, details: { role: input.role } }
    await insertAuditEntry(trx, actor, ctx.now(), entry)
    return { user_id: user.id, email: user.email, name: user.name, role: input.role, created_at }
  })
}

async function join(
  ctx: AppContext,
  trx: Knex.Transaction,
  { organisationId, user, role }: { organisationId: string; user: User; role: Member['role'] },
): Promise<string> {
  const key = { organisation_id: organisationId, user_id: user.id }
  const created_at = ctx.now()
  const membership = await findMembership(trx, key)
  if (membership?.removed_at === null) {
    throw new AnvilError('member.exists', `${user.email} belongs to this organisation already.`)
  }
  if (membership) await rejoinMembership(trx, key, role)
  else await insertMembership(trx, { ...key, role, created_at })
  return (membership?.created_at ?? created_at).toISOString()
}

async function addAccount(
  ctx: AppContext,
  trx: Knex.Transaction,
  input: NewMember,
  passwordHash: string | undefined,
): Promise<User> {
  if (passwordHash === undefined) {
    throw new AnvilError('request.invalid', `${input.email} has no account yet. Send a password for it as well.`)
  }
  const user = { id: ctx.newId(), email: input.email, name: input.name ?? input.email }
  await insertUser(trx, { ...user, password_hash: passwordHash, created_at: ctx.now() })
  return user
}
