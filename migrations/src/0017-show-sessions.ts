import type { Knex } from 'knex'

/** What people are told of their sessions: when and from where each was last used, and by which program it was begun. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    ALTER TABLE sessions
      ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now(),
      ADD COLUMN address text NOT NULL DEFAULT '',
      ADD COLUMN program text NOT NULL DEFAULT '';
    UPDATE sessions SET last_seen_at = created_at;
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('ALTER TABLE sessions DROP COLUMN last_seen_at, DROP COLUMN address, DROP COLUMN program')
}
