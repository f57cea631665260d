import type { Knex } from 'knex'

const TABLES = `
  CREATE TABLE access_tokens (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    environment_id uuid NOT NULL,
    public_id text NOT NULL UNIQUE,
    name text NOT NULL,
    secret_sha256 bytea NOT NULL,
    value_encrypted bytea NOT NULL,
    expires_at timestamptz,
    created_by uuid REFERENCES users (id),
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz,
    last_used_address text,
    last_used_instance text,
    rotated_from uuid UNIQUE,
    UNIQUE (project_id, id),
    FOREIGN KEY (project_id, environment_id) REFERENCES environments (project_id, id),
    FOREIGN KEY (project_id, rotated_from) REFERENCES access_tokens (project_id, id)
  );
  CREATE INDEX access_tokens_of_project ON access_tokens (project_id, created_at);
  CREATE TABLE revocations (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    access_token_id uuid NOT NULL REFERENCES access_tokens (id),
    ends_at timestamptz,
    created_at timestamptz NOT NULL
  );
  CREATE TABLE live_instances (
    environment_id uuid NOT NULL,
    id text NOT NULL,
    project_id uuid NOT NULL,
    access_token_id uuid REFERENCES access_tokens (id),
    app text NOT NULL,
    host text NOT NULL,
    pid bigint NOT NULL,
    sdk text NOT NULL,
    runtime text NOT NULL,
    labels jsonb NOT NULL DEFAULT '{}',
    address text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('accepting', 'frozen')),
    state text NOT NULL,
    trust text NOT NULL,
    insecure boolean NOT NULL,
    receiver_url text,
    by_socket boolean NOT NULL,
    epoch integer,
    sequence bigint,
    wanted_epoch integer,
    wanted_sequence bigint,
    prompts integer NOT NULL DEFAULT 0,
    connected boolean NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    FOREIGN KEY (project_id, environment_id) REFERENCES environments (project_id, id)
  );
  CREATE INDEX live_instances_seen ON live_instances (environment_id, last_seen_at);
  CREATE TABLE deliveries (
    publication_id uuid NOT NULL,
    instance_id text NOT NULL,
    project_id uuid NOT NULL,
    environment_id uuid NOT NULL,
    connected boolean NOT NULL,
    state text NOT NULL CHECK (state IN
      ('queued', 'sent', 'applied', 'current', 'frozen', 'rolled_back', 'rejected', 'unreachable', 'behind')),
    code text,
    detail text,
    took_ms double precision,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (publication_id, instance_id),
    FOREIGN KEY (project_id, publication_id) REFERENCES publications (project_id, id)
  );
  CREATE INDEX deliveries_of_instance ON deliveries (environment_id, instance_id, updated_at);
  CREATE INDEX deliveries_open ON deliveries (environment_id, updated_at) WHERE state IN ('queued', 'sent');
`

/** Access tokens, the LIVE instances that use them, and what each did with a publication. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(TABLES)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE deliveries, live_instances, revocations, access_tokens')
}
