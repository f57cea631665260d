import type { Quota, QuotaKind } from '@anvil/shared/api'
import { insertAuditEntry } from '../audit/audit-store.js'
import { withBefore } from '../audit/with-before.js'
import type { AppContext } from '../context.js'
import { enter } from '../db/enter.js'
import type { UserActor } from '../http/actor.js'
import { getOrganisationOf } from '../organisations/organisation-store.js'
import { findNamedOrganisation } from '../projects/named-store.js'
import { listQuotas, upsertQuota } from './quota-store.js'

/** How much an organisation has and may have, for one of its people. */
export function readQuotas(ctx: AppContext, actor: UserActor, organisationId: string): Promise<Quota[]> {
  return ctx.asActor(actor, async (trx) => {
    await getOrganisationOf(trx, actor, organisationId, 'organisation.read')
    return listQuotas(trx, organisationId, ctx.now())
  })
}

/** What an organisation may have from now on, of each kind that is named; what it has stays, were it more. */
export type QuotaChange = Partial<Record<QuotaKind, number>>

interface Operator {
  kind: 'system'
  id: string
}

/** How much the organisation of an id or slug has and may have, for FORGE's operator. */
export function readQuotasOf(ctx: AppContext, actor: Operator, name: string): Promise<Quota[]> {
  return ctx.asActor(actor, async (trx) => {
    const { id } = await findNamedOrganisation(trx, name)
    return listQuotas(trx, id, ctx.now())
  })
}

/** Changes what the organisation of an id or slug may have, for FORGE's operator. */
export function changeQuotas(ctx: AppContext, actor: Operator, name: string, change: QuotaChange): Promise<Quota[]> {
  return ctx.asActor(actor, async (trx) => {
    const { id: organisationId } = await findNamedOrganisation(trx, name)
    await enter(trx, 'organisation', organisationId)
    const before = await listQuotas(trx, organisationId, ctx.now())
    const changed = before.filter(({ kind, most }) => change[kind] !== undefined && change[kind] !== most)
    if (changed.length === 0) return before
    for (const { kind, most } of changed) await upsertQuota(trx, organisationId, kind, change[kind] ?? most)
    const details = withBefore(mostOf(before), Object.fromEntries(changed.map(({ kind }) => [kind, change[kind]])))
    const entry = { organisationId, action: 'quota.changed', target: organisationId, details }
    await insertAuditEntry(trx, actor, ctx.now(), entry)
    return listQuotas(trx, organisationId, ctx.now())
  })
}

function mostOf(quotas: readonly Quota[]): Record<string, number> {
  return Object.fromEntries(quotas.map(({ kind, most }) => [kind, most]))
}
