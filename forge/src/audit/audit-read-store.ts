import type { AuditArea, AuditEntry, AuditQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { shortenDetails } from './shorten-details.js'

/** The first words of the actions of each area; those of no other one are of the project itself. */
const SUBJECTS: Record<Exclude<AuditArea, 'project'>, readonly string[]> = {
  prompts: ['prompt', 'prompts', 'includes', 'prompt_set', 'draft'],
  reviews: ['review', 'approval'],
  versions: ['version'],
  publications: ['publication'],
  tokens: ['access_token'],
}
const ALL_SUBJECTS = Object.values(SUBJECTS).flat()
const SUBJECT = "split_part(action, '.', 1)"
const NAME =
  "CASE WHEN actor_kind = 'user' THEN (SELECT name FROM users WHERE users.id = audit_entries.actor_id::uuid) END"

interface AuditRow {
  number: number
  actor_kind: AuditEntry['actor']['kind']
  actor_id: string
  actor_name: string | null
  action: string
  target: string
  details: Record<string, unknown>
  request_id: string | null
  created_at: Date
}

/** One page of a project's audit trail and one entry more, newest first. */
export async function listAuditEntries(trx: Knex, projectId: string, query: AuditQuery): Promise<AuditEntry[]> {
  const { area, user_id, before, limit } = query
  const rows = trx('audit_entries')
    .where({ project_id: projectId })
    .orderBy('number', 'desc')
    .limit(limit + 1)
    .select<AuditRow[]>('audit_entries.*', trx.raw(`${NAME} AS actor_name`))
  if (before !== undefined) void rows.where('number', '<', before)
  if (user_id !== undefined) void rows.where({ actor_kind: 'user', actor_id: user_id })
  if (area === 'project') void rows.whereRaw(`${SUBJECT} <> ALL(?)`, [ALL_SUBJECTS])
  else if (area !== undefined) void rows.whereRaw(`${SUBJECT} = ANY(?)`, [[...SUBJECTS[area]]])
  return (await rows).map((row) => ({
    number: row.number,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: row.target,
    ...shortenDetails(row.details),
    request_id: row.request_id,
    created_at: row.created_at.toISOString(),
  }))
}
