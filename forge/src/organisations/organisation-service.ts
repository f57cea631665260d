import { AnvilError } from '@anvil/shared'
import type { Member, NewMember, NewOrganisation, OwnOrganisation, User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import { enter } from '../db/enter.js'
import { requireSession, type UserActor } from '../http/actor.js'
import { hashPassword } from '../users/password.js'
import { findUserByEmail, holdAddress, insertUser } from '../users/user-store.js'
import { requireOrganisationRight } from './require-right.js'
import { joinOrganisation } from './join-organisation.js'
import { listMembers } from './member-store.js'
import { getOrganisationOf, insertMembership, insertOrganisation } from './organisation-store.js'
import { requireAcquainted } from './require-acquainted.js'

/** Makes an organisation whose owner is the person that asks. */
export function createOrganisation(
  ctx: AppContext,
  actor: UserActor,
  input: NewOrganisation,
): Promise<OwnOrganisation> {
  requireSession(actor)
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
    await getOrganisationOf(trx, actor, organisationId, 'organisation.read')
    return listMembers(trx, organisationId)
  })
}

/** Adds a person to an organisation; makes their account where the address has none yet, and asks nobody's who is unknown here. */
export async function addMember(
  ctx: AppContext,
  actor: UserActor,
  organisationId: string,
  input: NewMember,
): Promise<Member> {
  const passwordHash = input.password === undefined ? undefined : await hashPassword(input.password)
  return ctx.asActor(actor, async (trx) => {
    const organisation = await getOrganisationOf(trx, actor, organisationId, 'organisation.members')
    if (input.role === 'owner') requireOrganisationRight(actor, organisation, 'organisation.owners')
    await enter(trx, 'address', input.email)
    await holdAddress(trx, input.email)
    const known = (await findUserByEmail(trx, input.email))?.user
    if (known) await requireAcquainted(trx, actor, organisationId, known)
    const user = known ?? (await addAccount(ctx, trx, input, passwordHash))
    const { role, roles } = input
    const created_at = await joinOrganisation(ctx, trx, { organisationId, user, role, roles })
    const entry = { organisationId, action: 'member.added', target: user.id, details: { role, roles } }
    await insertAuditEntry(trx, actor, ctx.now(), entry)
    return { user_id: user.id, email: user.email, name: user.name, role, roles, created_at }
  })
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
