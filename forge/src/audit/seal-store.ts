import type { AuditRecord } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import type { AuditHead } from '../signing/sign-checkpoint.js'

const LOCK_NUMBER = 72_616_304

/** The chain of what is of no organisation: FORGE's own. */
export const FORGE_CHAIN = 'forge'

/** An entry as it stands in its row, sealed or not. */
export interface StoredEntry {
  chain: string
  seq: number
  prev: string | null
  hash: string
  number: number
  organisation_id: string | null
  project_id: string | null
  actor_kind: string
  actor_id: string
  actor_name: string | null
  means: string | null
  address: string | null
  action: string
  target: string
  details: Record<string, unknown>
  request_id: string | null
  created_at: Date
}

type Seal = Pick<StoredEntry, 'number' | 'chain' | 'seq' | 'prev' | 'hash'>

/** Lets one process at a time seal, until the transaction ends; who only writes entries does not wait for it. */
export async function lockSealing(trx: Knex.Transaction): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(?)', [LOCK_NUMBER])
}

export async function hasUnsealed(db: Knex): Promise<boolean> {
  return (await db('audit_entries').whereNull('hash').first('number')) !== undefined
}

/** Entries that are committed and have no seal yet, with the chain that each is to be in. */
export async function listUnsealed(trx: Knex, limit: number): Promise<StoredEntry[]> {
  return trx('audit_entries')
    .whereNull('hash')
    .orderBy('number')
    .limit(limit)
    .select('*', trx.raw('coalesce(organisation_id::text, ?) AS chain', [FORGE_CHAIN]))
}

/** The newest entry of each of these chains that has one. */
export async function listHeads(trx: Knex, chains: readonly string[]): Promise<AuditHead[]> {
  const { rows }: { rows: AuditHead[] } = await trx.raw(
    `SELECT c.chain, head.seq, head.hash FROM unnest(?::text[]) AS c (chain) CROSS JOIN LATERAL
       (SELECT seq, hash FROM audit_entries WHERE audit_entries.chain = c.chain ORDER BY seq DESC LIMIT 1) AS head`,
    [[...chains]],
  )
  return rows
}

export async function writeSeals(trx: Knex, seals: readonly Seal[]): Promise<void> {
  await trx.raw(
    `UPDATE audit_entries AS e SET chain = s.chain, seq = s.seq, prev = s.prev, hash = s.hash
     FROM json_to_recordset(?::json) AS s (number bigint, chain text, seq bigint, prev text, hash text)
     WHERE e.number = s.number`,
    [JSON.stringify(seals)],
  )
}

/** What is hashed of an entry. */
export function recordOf(row: Omit<StoredEntry, 'hash'>): AuditRecord {
  const { chain, seq, prev, number, organisation_id, project_id, means, address, action, target, details } = row
  return {
    chain,
    seq,
    prev,
    number,
    organisation_id,
    project_id,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    means,
    address,
    action,
    target,
    details,
    request_id: row.request_id,
    created_at: row.created_at.toISOString(),
  }
}
