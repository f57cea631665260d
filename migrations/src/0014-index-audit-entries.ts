import type { Knex } from 'knex'

/** The audit trail of a project is read by page, newest first. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw('CREATE INDEX audit_entries_of_project ON audit_entries (project_id, number)')
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP INDEX audit_entries_of_project')
}
