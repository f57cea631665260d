import type { Knex } from 'knex'
import type { Actor } from '../http/actor.js'
import { type AuditEntry, insertAuditEntry } from './audit-store.js'

/**
 * The memberships by which an organisation is told of sign-ins. Whose account an issuer knows need not have made it, nor
 * wanted to belong anywhere: until they do something there since, or a group of theirs takes them in, it is told of none.
 * What they do to their account is nothing done there, though the organisation is told of it.
 */
const TOLD_OF_SIGN_INS = `NOT EXISTS (SELECT 1 FROM identities WHERE user_id = m.user_id)
  OR EXISTS (SELECT 1 FROM group_memberships WHERE user_id = m.user_id AND organisation_id = m.organisation_id)
  OR EXISTS (SELECT 1 FROM audit_entries WHERE organisation_id = m.organisation_id AND actor_kind = 'user'
    AND actor_id = m.user_id::text
    AND (project_id IS NOT NULL OR action !~ '^(account|api_key|password|session|sessions)[.]' OR action = 'api_key.barred')
    AND created_at >= (SELECT min(created_at) FROM identities WHERE user_id = m.user_id))`

const SIGN_IN = /^sessions?[.]/

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
  const organisations = userId === undefined ? [] : await listToldOf(trx, userId, entry.action)
  const trails = organisations.length === 0 ? [undefined] : organisations
  for (const organisationId of trails) await insertAuditEntry(trx, actor, at, { ...entry, organisationId })
}

async function listToldOf(trx: Knex.Transaction, userId: string, action: string): Promise<string[]> {
  const memberships = trx('memberships AS m').where({ user_id: userId }).whereNull('removed_at')
  return (SIGN_IN.test(action) ? memberships.whereRaw(`(${TOLD_OF_SIGN_INS})`) : memberships).pluck('organisation_id')
}
