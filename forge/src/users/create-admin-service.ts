import type { NewOrganisation, Organisation, User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { findMembership, rejoinMembership } from '../organisations/member-store.js'
import { findOrganisationBySlug, insertMembership, insertOrganisation } from '../organisations/organisation-store.js'
import { slugOf } from '../organisations/slug.js'
import { hashPassword } from './password.js'
import { endSessionsOf } from './session-store.js'
import { findUserByEmail, holdAddress, insertUser, updatePassword } from './user-store.js'

/** Who is to own which organisation. */
export interface AdminInput {
  email: string
  name?: string | undefined
  password: string
  organisation: NewOrganisation
}

/** What was made: `known` says that the account existed, which has the new password now. */
export interface MadeAdmin {
  user: User
  organisation: Organisation
  known: boolean
}

/** Makes an account that owns an organisation, for the operator of the server; one that exists gets the password anew. */
export async function createAdmin(ctx: AppContext, operator: Actor, input: AdminInput): Promise<MadeAdmin> {
  const passwordHash = await hashPassword(input.password)
  return ctx.asActor(operator, async (trx) => {
    const created_at = ctx.now()
    const organisation = await organisationOf(ctx, trx, input.organisation)
    await holdAddress(trx, input.email)
    const known = (await findUserByEmail(trx, input.email))?.user
    const user = known ?? { id: ctx.newId(), email: input.email, name: input.name ?? input.email }
    if (known) {
      await updatePassword(trx, known.id, passwordHash)
      await endSessionsOf(trx, known.id, created_at)
    } else await insertUser(trx, { ...user, password_hash: passwordHash, created_at })
    const key = { organisation_id: organisation.id, user_id: user.id }
    if (await findMembership(trx, key)) await rejoinMembership(trx, key, { role: 'owner' })
    else await insertMembership(trx, { ...key, role: 'owner', created_at })
    const entry = { organisationId: organisation.id, action: 'admin.created', target: user.id }
    await insertAuditEntry(trx, operator, created_at, { ...entry, details: { known: known !== undefined } })
    return { user, organisation, known: known !== undefined }
  })
}

async function organisationOf(ctx: AppContext, trx: Knex.Transaction, input: NewOrganisation): Promise<Organisation> {
  const slug = input.slug ?? slugOf(input.name)
  const found = await findOrganisationBySlug(trx, slug)
  return found ?? insertOrganisation(trx, { id: ctx.newId(), name: input.name, slug, created_at: ctx.now() })
}
