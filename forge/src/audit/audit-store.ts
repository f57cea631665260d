import type { AuditMeans } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { changeOf } from '../events/change-of.js'
import { noteChange } from '../events/noted-changes.js'
import type { Actor } from '../http/actor.js'

export interface AuditEntry {
  organisationId?: string | undefined
  projectId?: string | undefined
  action: string
  target: string
  details?: Record<string, unknown>
  /** Of the one prompt that was written, for who hears of it; it is not stored. */
  etag?: string | undefined
}

/** Writes who did what, in the transaction that does it, and notes what that changes; never give it a secret. */
export async function insertAuditEntry(
  trx: Knex.Transaction,
  actor: Actor,
  at: Date,
  entry: AuditEntry,
): Promise<void> {
  const isUser = actor.kind === 'user'
  await trx('audit_entries').insert({
    organisation_id: entry.organisationId,
    project_id: entry.projectId,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: isUser ? trx('users').where({ id: actor.id }).select('name') : null,
    means: meansOf(actor),
    action: entry.action,
    target: entry.target,
    details: JSON.stringify(entry.details ?? {}),
    request_id: actor.requestId,
    address: actor.address,
    created_at: at,
  })
  const change = changeOf(entry)
  if (change) noteChange(trx, change)
}

/** By what means somebody did it; FORGE's operator works at the command line. */
function meansOf(actor: Actor): AuditMeans {
  if (actor.means !== undefined) return actor.means
  if (actor.kind === 'system') return /^operator(:|$)/.test(actor.id) ? 'cli' : 'job'
  if (actor.kind === 'instance') return 'access_token'
  return actor.apiKey ? 'api_key' : 'session'
}
