import type { Knex } from 'knex'
import type { Actor } from '../http/actor.js'
import { type AuditEntry, insertAuditEntry } from './audit-store.js'

/**
 * Writes what becomes of an account into the trail of each organisation that it belongs to, or into FORGE's own where
 * there is none. It takes a transaction of FORGE's, which sees them all.
 */
export async function auditAccount(
  trx: Knex.Transaction,
  actor: Actor,
  at: Date,
  { userId, ...entry }: Pick<AuditEntry, 'action' | 'target' | 'details'> & { userId: string | undefined },
): Promise<void> {
  const organisations: (string | undefined)[] =
    userId === undefined
      ? []
      : await trx('memberships').where({ user_id: userId }).whereNull('removed_at').pluck('organisation_id')
  if (organisations.length === 0) organisations.push(undefined)
  for (const organisationId of organisations) await insertAuditEntry(trx, actor, at, { ...entry, organisationId })
}
