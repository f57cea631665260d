import type { Knex } from 'knex'

const TABLES = `
  CREATE TABLE publications (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    environment_id uuid NOT NULL,
    epoch integer NOT NULL,
    sequence bigint NOT NULL CHECK (sequence >= 0),
    kind text NOT NULL CHECK (kind IN ('initial', 'publish', 'withdraw', 'rollback', 'promote')),
    envelope bytea NOT NULL,
    bundles jsonb NOT NULL,
    changed jsonb NOT NULL,
    origin jsonb,
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
    sequence_floor bigint NOT NULL DEFAULT 0,
    keyset integer NOT NULL,
    envelope bytea NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    moved_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    FOREIGN KEY (project_id, environment_id) REFERENCES environments (project_id, id),
    FOREIGN KEY (project_id, publication_id) REFERENCES publications (project_id, id)
  );
  CREATE INDEX environment_heads_moved_in ON environment_heads (moved_in);
  CREATE FUNCTION note_moved_head() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.moved_in := pg_current_xact_id();
      RETURN NEW;
    END $$;
  CREATE TRIGGER environment_heads_note_moved BEFORE UPDATE ON environment_heads
    FOR EACH ROW EXECUTE FUNCTION note_moved_head();
  CREATE TABLE fleet_proofs (
    environment_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    epoch integer NOT NULL,
    sequence bigint NOT NULL,
    envelope bytea NOT NULL,
    keysets jsonb NOT NULL,
    instance_id text NOT NULL,
    access_token_id uuid NOT NULL,
    proven_at timestamptz NOT NULL,
    FOREIGN KEY (project_id, environment_id) REFERENCES environments (project_id, id)
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
    'DROP TABLE fleet_proofs, idempotency_keys, publication_outbox, publication_versions, environment_heads, publications',
  )
  await trx.raw('DROP FUNCTION note_moved_head')
}
