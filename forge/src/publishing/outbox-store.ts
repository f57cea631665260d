import type { Knex } from 'knex'

const BATCH = 20

/** Notes that a publication is to be announced, in the transaction that stores it. */
export async function insertOutboxRow(trx: Knex.Transaction, publicationId: string, at: Date): Promise<void> {
  await trx('publication_outbox').insert({ publication_id: publicationId, created_at: at })
}

/**
 * Takes publications that nobody has announced, oldest first, and keeps other nodes off them until a time. With
 * `evenClaimed`, those too that some node took and did not finish yet.
 */
export async function claimUnannounced(
  db: Knex,
  { now, until, evenClaimed }: { now: Date; until: Date; evenClaimed: boolean },
): Promise<string[]> {
  const { rows }: { rows: { publication_id: string; created_at: Date }[] } = await db.raw(
    `WITH waiting AS MATERIALIZED (
       SELECT publication_id FROM publication_outbox
       WHERE announced_at IS NULL AND (:evenClaimed OR claimed_until IS NULL OR claimed_until <= :now)
       ORDER BY created_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
     UPDATE publication_outbox SET claimed_until = :until FROM waiting
     WHERE publication_outbox.publication_id = waiting.publication_id
     RETURNING publication_outbox.publication_id, publication_outbox.created_at`,
    { now, until, evenClaimed },
  )
  return rows.sort((a, b) => a.created_at.getTime() - b.created_at.getTime()).map((row) => row.publication_id)
}

/** Has a publication announced once more. */
export async function announceAgain(trx: Knex.Transaction, publicationId: string): Promise<void> {
  const waiting = { announced_at: null, claimed_until: null }
  await trx('publication_outbox').where({ publication_id: publicationId }).update(waiting)
}

export async function markAnnounced(db: Knex, publicationId: string, at: Date): Promise<void> {
  await db('publication_outbox').where({ publication_id: publicationId }).update({ announced_at: at })
}
