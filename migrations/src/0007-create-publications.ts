import type { Knex } from 'knex'

const TABLES = `
  CREATE TABLE publications (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    environment_id uuid NOT NULL,
    epoch integer NOT NULL,
    sequence bigint NOT NULL CHECK (sequence >= 0),
    kind text NOT NULL CHECK (kind IN ('initial', 'publish', 'withdraw', 'rollback')),
    envelope bytea NOT NULL,
    bundles jsonb NOT NULL,
    changed jsonb NOT NULL,
    note text NOT NULL DEFAULT '',
    created_by uuid REFERENCES users (id),
    created_at timestamptz NOT NULL,
    UNIQUE (environment_id, sequence),
    UNIQUE (project_id, id),
    FOREIGN KEY (project_id, environment_id) REFERENCES environments (project_id, id)
  );
  CREATE TABLE environment_heads (
    environment_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    publication_id uuid NOT NULL,
    epoch integer NOT NULL,
    sequence bigint NOT NULL,
    envelope bytea NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (project_id, environment_id) REFERENCES environments (project_id, id),
    FOREIGN KEY (project_id, publication_id) REFERENCES publications (project_id, id)
  );
  CREATE TABLE publication_versions (
    publication_id uuid NOT NULL,
    project_id uuid NOT NULL,
    environment_id uuid NOT NULL,
    version_id uuid NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (publication_id, version_id),
    FOREIGN KEY (project_id, publication_id) REFERENCES publications (project_id, id),
    FOREIGN KEY (project_id, version_id) REFERENCES versions (project_id, id)
  );
  CREATE INDEX publication_versions_by_digest ON publication_versions (environment_id, sha256);
  CREATE INDEX publication_versions_by_version ON publication_versions (version_id);
  CREATE TABLE publication_outbox (
    publication_id uuid PRIMARY KEY REFERENCES publications (id),
    created_at timestamptz NOT NULL,
    claimed_until timestamptz,
    announced_at timestamptz
  );
  CREATE INDEX publication_outbox_waiting ON publication_outbox (created_at) WHERE announced_at IS NULL;
  CREATE TABLE idempotency_keys (
    scope text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    publication_id uuid NOT NULL REFERENCES publications (id),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
  );
`

/** What was published, what each environment runs now, and what is still to be announced. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(TABLES)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(
    'DROP TABLE idempotency_keys, publication_outbox, publication_versions, environment_heads, publications',
  )
}
