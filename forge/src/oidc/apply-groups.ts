import { ProjectRole, type Role } from '@anvil/shared'
import type { User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import { withBefore } from '../audit/with-before.js'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { withdrawUnbacked } from '../invitations/inviter-power.js'
import {
  findMembership,
  listOwnersForUpdate,
  rejoinMembership,
  removeMembership,
  updateMembership,
} from '../organisations/member-store.js'
import { notingFormerReviewer } from '../organisations/note-former-reviewer.js'
import { insertMembership } from '../organisations/organisation-store.js'
import { listGiven, noteGiven, organisationIds, type Standing } from './group-membership-store.js'

const RANK: Record<Role, number> = { member: 0, admin: 1, owner: 2 }

/** What these groups give in each organisation: the highest role of those that give one, and all their roles in projects. */
export async function grantsOf(
  ctx: AppContext,
  trx: Knex.Transaction,
  groups: readonly string[],
): Promise<Map<string, Standing>> {
  const grants = groups.flatMap((group) => ctx.config.oidc?.groups.get(group) ?? [])
  const slugs = [...new Set(grants.map(({ organisation }) => organisation))]
  const ids = await organisationIds(trx, slugs)
  const found = new Map<string, Standing>()
  for (const { organisation, ...standing } of grants) {
    const id = ids.get(organisation)
    if (id !== undefined) found.set(id, both(standing, found.get(id)))
  }
  return found
}

function both(one: Standing, other: Standing = one): Standing {
  const role = RANK[one.role] < RANK[other.role] ? other.role : one.role
  return { role, roles: ProjectRole.options.filter((name) => [...one.roles, ...other.roles].includes(name)) }
}

const isSame = (one: Standing, other: Standing): boolean =>
  one.role === other.role && String(both(one).roles) === String(both(other).roles)

interface SignedIn {
  user: User
  groups: readonly string[]
  actor: Actor
}

/**
 * Gives a person what their groups give now, and takes away what groups gave and give no longer. Memberships that people
 * gave are left as they are, and so is the last owner of an organisation.
 */
export async function applyGroups(ctx: AppContext, trx: Knex.Transaction, of: SignedIn): Promise<void> {
  const wanted = await grantsOf(ctx, trx, of.groups)
  const given = new Map((await listGiven(trx, of.user.id)).map((one) => [one.organisation_id, one]))
  for (const [organisationId, now] of given) {
    const next = wanted.get(organisationId)
    if (next && isSame(now, next)) continue
    if (now.role === 'owner' && next?.role !== 'owner' && (await isLastOwner(trx, organisationId))) continue
    if (next) await change(ctx, trx, of, { organisationId, standing: next, before: now })
    else await takeAway(ctx, trx, of, organisationId)
  }
  for (const [organisationId, standing] of wanted) {
    if (!given.has(organisationId)) await give(ctx, trx, of, { organisationId, standing })
  }
}

interface Given {
  organisationId: string
  standing: Standing
}

async function isLastOwner(trx: Knex.Transaction, organisationId: string): Promise<boolean> {
  return (await listOwnersForUpdate(trx, organisationId)).length === 1
}

async function give(
  ctx: AppContext,
  trx: Knex.Transaction,
  { user, actor }: SignedIn,
  { organisationId, standing }: Given,
): Promise<void> {
  const key = { organisation_id: organisationId, user_id: user.id }
  const before = await findMembership(trx, key)
  if (before?.removed_at === null) return
  if (before) await rejoinMembership(trx, key, standing)
  else await insertMembership(trx, { ...key, ...standing, created_at: ctx.now() })
  await noteGiven(trx, organisationId, user.id)
  const entry = { organisationId, action: 'member.added', target: user.id, details: { ...standing, by: 'groups' } }
  await insertAuditEntry(trx, actor, ctx.now(), entry)
}

async function change(
  ctx: AppContext,
  trx: Knex.Transaction,
  { user, actor }: SignedIn,
  { organisationId, standing, before }: Given & { before: Standing },
): Promise<void> {
  const key = { organisationId, userId: user.id }
  await notingFormerReviewer(ctx, trx, key, () => updateMembership(trx, key, standing))
  await withdrawUnbacked(ctx, trx, actor, key)
  const details = { ...withBefore(before, standing), by: 'groups' }
  const entry = { organisationId, action: 'member.changed', target: user.id, details }
  await insertAuditEntry(trx, actor, ctx.now(), entry)
}

async function takeAway(
  ctx: AppContext,
  trx: Knex.Transaction,
  { user, actor }: SignedIn,
  organisationId: string,
): Promise<void> {
  const at = ctx.now()
  const key = { organisationId, userId: user.id }
  await notingFormerReviewer(ctx, trx, key, () => removeMembership(trx, key, at))
  await withdrawUnbacked(ctx, trx, actor, key)
  const entry = { organisationId, action: 'member.removed', target: user.id, details: { by: 'groups' } }
  await insertAuditEntry(trx, actor, at, entry)
}
