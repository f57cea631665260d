import type { AuditArea, AuditEntry, AuditQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { shortenDetails } from './shorten-details.js'

/** The first words of the actions of each area; those of no other one are of the project itself. */
const SUBJECTS: Record<Exclude<AuditArea, 'project'>, readonly string[]> = {
  prompts: ['prompt', 'prompts', 'includes', 'prompt_set', 'draft'],
  reviews: ['review', 'approval', 'lock'],
  versions: ['version'],
  publications: ['publication', 'delivery'],
  tokens: ['access_token'],
}
const ALL_SUBJECTS = Object.values(SUBJECTS).flat()
const SUBJECT = "split_part(action, '.', 1)"
const NAME =
  "CASE WHEN actor_kind = 'user' THEN coalesce(actor_name, (SELECT name FROM users WHERE users.id = audit_entries.actor_id::uuid)) END"

interface AuditRow {
  number: number
  actor_kind: AuditEntry['actor']['kind']
  actor_id: string
  actor_name: string | null
  action: string
  target: string
  details: Record<string, unknown>
  project_id: string | null
  seq: number | null
  hash: string | null
  means: AuditEntry['means']
  address: string | null
  request_id: string | null
  created_at: Date
}

/** Whose trail is read: a project's, or all of an organisation. */
export type TrailOf = { project_id: string } | { organisation_id: string }

/** One page of an audit trail and one entry more, newest first. */
export async function listAuditEntries(trx: Knex, of: TrailOf, query: AuditQuery): Promise<AuditEntry[]> {
  const { area, user_id, action, target, from, to, before, limit } = query
  const rows = entriesOf(trx, of)
    .orderBy('number', 'desc')
    .limit(limit + 1)
  if (action !== undefined) void rows.where({ action })
  if (target !== undefined) void rows.where({ target })
  if (from !== undefined) void rows.where('created_at', '>=', from)
  if (to !== undefined) void rows.where('created_at', '<=', to)
  if (before !== undefined) void rows.where('number', '<', before)
  if (user_id !== undefined) void rows.where({ actor_kind: 'user', actor_id: user_id })
  if (area === 'project') void rows.whereRaw(`${SUBJECT} <> ALL(?)`, [ALL_SUBJECTS])
  else if (area !== undefined) void rows.whereRaw(`${SUBJECT} = ANY(?)`, [[...SUBJECTS[area]]])
  return (await rows).map(toEntry)
}

/** One entry of an audit trail. */
export async function findAuditEntry(trx: Knex, of: TrailOf, number: number): Promise<AuditEntry | undefined> {
  const [row] = await entriesOf(trx, of).where({ number })
  return row && toEntry(row)
}

function entriesOf(trx: Knex, of: TrailOf) {
  return trx('audit_entries')
    .where(of)
    .select<AuditRow[]>('audit_entries.*', trx.raw(`${NAME} AS actor_name`))
}

function toEntry(row: AuditRow): AuditEntry {
  const { number, seq, hash, project_id } = row
  return {
    number,
    seal: seq === null || hash === null ? null : { seq, hash },
    project_id,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: row.target,
    ...shortenDetails(row.details),
    means: row.means,
    address: row.address,
    request_id: row.request_id,
    created_at: row.created_at.toISOString(),
  }
}
