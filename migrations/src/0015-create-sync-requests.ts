import type { Knex } from 'knex'

const TABLES = `
  CREATE TABLE sync_requests (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    environment_id uuid NOT NULL,
    epoch integer NOT NULL,
    sequence bigint NOT NULL,
    not_connected integer NOT NULL,
    created_by uuid REFERENCES users (id),
    created_at timestamptz NOT NULL,
    UNIQUE (project_id, id),
    FOREIGN KEY (project_id, environment_id) REFERENCES environments (project_id, id)
  );
  CREATE TABLE sync_answers (
    request_id uuid NOT NULL,
    instance_id text NOT NULL,
    project_id uuid NOT NULL,
    environment_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN
      ('asked', 'told', 'applied', 'current', 'frozen', 'rolled_back', 'rejected', 'unanswered')),
    code text,
    detail text,
    took_ms double precision,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (request_id, instance_id),
    FOREIGN KEY (project_id, request_id) REFERENCES sync_requests (project_id, id) ON DELETE CASCADE
  );
  CREATE INDEX sync_answers_open ON sync_answers (environment_id, instance_id) WHERE state IN ('asked', 'told');
`

const NAMES = ['sync_requests', 'sync_answers']

/** What people asked instances to fetch now, and what each answered; requests see that of the project they have named. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(TABLES)
  for (const name of NAMES) {
    await trx.raw(`
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO anvil_app;
      ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY forge ON ${name} USING (current_user <> 'anvil_app'
        OR (SELECT current_setting('anvil.actor_kind', true)) = 'system');
      CREATE POLICY of_project ON ${name} TO anvil_app
        USING (project_id = (SELECT nullif(current_setting('anvil.project_id', true), ''))::uuid)`)
  }
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE sync_answers, sync_requests')
}
