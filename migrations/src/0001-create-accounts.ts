import type { Knex } from 'knex'

/** Organisations, the people in them, their sessions, and who tried to sign in as whom. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE TABLE organisations (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      slug text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL
    );
    CREATE TABLE users (
      id uuid PRIMARY KEY,
      email text NOT NULL,
      name text NOT NULL,
      password_hash text NOT NULL,
      created_at timestamptz NOT NULL
    );
    CREATE UNIQUE INDEX users_email ON users (lower(email));
    CREATE TABLE memberships (
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      user_id uuid NOT NULL REFERENCES users (id),
      role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
      created_at timestamptz NOT NULL,
      removed_at timestamptz,
      PRIMARY KEY (organisation_id, user_id)
    );
    CREATE INDEX memberships_user ON memberships (user_id);
    CREATE TABLE sessions (
      id uuid PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users (id),
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      revoked_at timestamptz
    );
    CREATE INDEX sessions_user ON sessions (user_id);
    CREATE TABLE sign_in_attempts (
      key text PRIMARY KEY,
      failures integer NOT NULL,
      last_at timestamptz NOT NULL,
      next_at timestamptz NOT NULL
    );
    CREATE INDEX sign_in_attempts_last_at ON sign_in_attempts (last_at);
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE sign_in_attempts, sessions, memberships, users, organisations')
}
