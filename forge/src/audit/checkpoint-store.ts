import type { Knex } from 'knex'
import type { AuditHead } from '../signing/sign-checkpoint.js'
import { FORGE_CHAIN } from './seal-store.js'

/** A signed statement of what a chain's entry `seq` is. */
export interface StoredCheckpoint {
  chain: string
  seq: number
  envelope: Buffer
  created_at: Date
}

/** The heads of all chains, or of one, that went on since their last checkpoint. */
export async function listUnsigned(db: Knex, chain: string | null): Promise<AuditHead[]> {
  const { rows }: { rows: AuditHead[] } = await db.raw(
    `SELECT c.chain, head.seq, head.hash
     FROM (SELECT id::text AS chain FROM organisations UNION ALL SELECT :forge) AS c
     CROSS JOIN LATERAL
       (SELECT seq, hash FROM audit_entries WHERE audit_entries.chain = c.chain ORDER BY seq DESC LIMIT 1) AS head
     WHERE (:chain::text IS NULL OR c.chain = :chain) AND head.seq >
       coalesce((SELECT max(seq) FROM audit_checkpoints WHERE audit_checkpoints.chain = c.chain), 0)`,
    { forge: FORGE_CHAIN, chain },
  )
  return rows
}

export async function insertCheckpoint(db: Knex, checkpoint: StoredCheckpoint): Promise<void> {
  const organisation_id = checkpoint.chain === FORGE_CHAIN ? null : checkpoint.chain
  await db('audit_checkpoints')
    .insert({ ...checkpoint, organisation_id })
    .onConflict(['chain', 'seq'])
    .ignore()
}
