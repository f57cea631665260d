import type { Knex } from 'knex'

/** Whether somebody did something in an organisation is asked at each of their sign-ins. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`CREATE INDEX audit_entries_by_person ON audit_entries (organisation_id, actor_id, created_at)
    WHERE actor_kind = 'user'`)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP INDEX audit_entries_by_person')
}
