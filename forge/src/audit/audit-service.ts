import { AnvilError } from '@anvil/shared'
import type { AuditChain, AuditEntry, AuditPage, AuditQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getOrganisationOf } from '../organisations/organisation-store.js'
import { getProjectOf } from '../projects/project-store.js'
import { findAuditEntry, listAuditEntries, type TrailOf } from './audit-read-store.js'
import { findStretch } from './export-store.js'
import { listHeads } from './seal-store.js'

/** One page of the trail of a project, or of a whole organisation for its admins. */
export function readTrail(ctx: AppContext, actor: UserActor, of: TrailOf, query: AuditQuery): Promise<AuditPage> {
  return ctx.asActor(actor, async (trx) => {
    await enterTrail(trx, actor, of)
    const found = await listAuditEntries(trx, of, query)
    const entries = found.slice(0, query.limit)
    const next = found.length > entries.length ? (entries.at(-1)?.number ?? null) : null
    return { entries, next }
  })
}

/** One entry of a trail. */
export function readEntry(ctx: AppContext, actor: UserActor, of: TrailOf, number: number): Promise<AuditEntry> {
  return ctx.asActor(actor, async (trx) => {
    await enterTrail(trx, actor, of)
    const entry = await findAuditEntry(trx, of, number)
    if (entry) return entry
    throw new AnvilError('audit_entry.not_found', `This audit trail has no entry ${number}. Look for it by its time.`)
  })
}

/** How far the trail of an organisation is sealed and signed. */
export function readChain(ctx: AppContext, actor: UserActor, organisationId: string): Promise<AuditChain> {
  return ctx.asActor(actor, async (trx) => {
    await enterTrail(trx, actor, { organisation_id: organisationId })
    const [head] = await listHeads(trx, [organisationId])
    const signed = (await findStretch(trx, organisationId, {}))?.head
    return {
      chain: organisationId,
      sealed: head ? { seq: head.seq, hash: head.hash } : null,
      signed: signed ? { seq: signed.seq, at: signed.created_at.toISOString() } : null,
    }
  })
}

async function enterTrail(trx: Knex.Transaction, actor: UserActor, of: TrailOf): Promise<void> {
  if ('project_id' in of) await getProjectOf(trx, actor, of.project_id, 'project.read')
  else await getOrganisationOf(trx, actor, of.organisation_id, 'organisation.audit')
}
