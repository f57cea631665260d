import type { Knex } from 'knex'

/** The immutable versions of prompt sets, kept in the bytes in which they travel. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE TABLE versions (
      id uuid PRIMARY KEY,
      project_id uuid NOT NULL,
      prompt_set_id uuid NOT NULL,
      version text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('locked', 'review', 'live')),
      content_digest text NOT NULL,
      sha256 text NOT NULL,
      bytes bytea NOT NULL,
      gzip bytea NOT NULL,
      prompt_ids text[] NOT NULL,
      prompt_count integer NOT NULL CHECK (prompt_count = cardinality(prompt_ids)),
      required_approvals integer NOT NULL,
      approvals jsonb NOT NULL,
      authors uuid[] NOT NULL DEFAULT '{}',
      note text NOT NULL DEFAULT '',
      created_by uuid REFERENCES users (id),
      created_at timestamptz NOT NULL,
      archived_at timestamptz,
      UNIQUE (prompt_set_id, version),
      UNIQUE (project_id, id),
      FOREIGN KEY (project_id, prompt_set_id) REFERENCES prompt_sets (project_id, id)
    );
    CREATE INDEX versions_of_set ON versions (prompt_set_id, created_at);
    CREATE INDEX versions_by_digest ON versions (project_id, sha256);
    ALTER TABLE versions ALTER COLUMN bytes SET STORAGE EXTERNAL, ALTER COLUMN gzip SET STORAGE EXTERNAL;
    ALTER TABLE prompt_sets ADD CONSTRAINT prompt_sets_locked_version
      FOREIGN KEY (project_id, locked_version_id) REFERENCES versions (project_id, id);
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('ALTER TABLE prompt_sets DROP CONSTRAINT prompt_sets_locked_version')
  await trx.raw('DROP TABLE versions')
}
