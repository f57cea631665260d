import type { Knex } from 'knex'

/** Who changed what; written in the transaction of the change itself. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE TABLE audit_entries (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      organisation_id uuid REFERENCES organisations (id),
      project_id uuid REFERENCES projects (id),
      actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'instance', 'system')),
      actor_id text NOT NULL,
      action text NOT NULL,
      target text NOT NULL,
      details jsonb NOT NULL,
      request_id text,
      address text,
      created_at timestamptz NOT NULL
    );
    CREATE INDEX audit_entries_of_organisation ON audit_entries (organisation_id, number);
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE audit_entries')
}
