import type { Knex } from 'knex'
import type { Actor } from '../http/actor.js'
import { type AuditEntry, insertAuditEntry } from './audit-store.js'

/**
 * The memberships by which an organisation is told of an account. Whose account an issuer knows need not have made it, nor
 * wanted to belong anywhere: until they do something there themselves, or a group of theirs takes them in, it is told nothing.
 */
const TOLD = `NOT EXISTS (SELECT 1 FROM identities WHERE user_id = m.user_id)
  OR EXISTS (SELECT 1 FROM group_memberships WHERE user_id = m.user_id AND organisation_id = m.organisation_id)
  OR EXISTS (SELECT 1 FROM audit_entries WHERE organisation_id = m.organisation_id AND actor_kind = 'user'
    AND actor_id = m.user_id::text AND created_at >= (SELECT min(created_at) FROM identities WHERE user_id = m.user_id))`

/**
 * Writes what becomes of an account into the trail of each organisation that is told of it, or into FORGE's own where
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
      : await trx('memberships AS m')
          .where({ user_id: userId })
          .whereNull('removed_at')
          .whereRaw(`(${TOLD})`)
          .pluck('organisation_id')
  if (organisations.length === 0) organisations.push(undefined)
  for (const organisationId of organisations) await insertAuditEntry(trx, actor, at, { ...entry, organisationId })
}
