import type { Knex } from 'knex'
import { secureTable } from './request-access.js'

const TABLES = `
  ALTER TABLE users ALTER COLUMN password_hash DROP NOT NULL;
  CREATE TABLE identities (
    issuer text NOT NULL,
    subject text NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
  );
  CREATE INDEX identities_user ON identities (user_id);
  CREATE TABLE group_memberships (
    organisation_id uuid NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (organisation_id, user_id),
    FOREIGN KEY (organisation_id, user_id) REFERENCES memberships (organisation_id, user_id)
  );
  CREATE TABLE oidc_attempts (
    state_sha256 text PRIMARY KEY,
    secret_sha256 text NOT NULL,
    redirect_uri text NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX oidc_attempts_expires_at ON oidc_attempts (expires_at);
`

const NAMES = ['identities', 'group_memberships', 'oidc_attempts']

/** Who people are at an OIDC issuer, which memberships its groups gave, and who is on the way there; FORGE's own tables. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(TABLES)
  for (const name of NAMES) await secureTable(trx, name)
}

/** Accounts without a password keep none that anybody could have. */
export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP TABLE oidc_attempts, group_memberships, identities;
    UPDATE users SET password_hash = '' WHERE password_hash IS NULL;
    ALTER TABLE users ALTER COLUMN password_hash SET NOT NULL;
  `)
}
