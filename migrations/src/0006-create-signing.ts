import type { Knex } from 'knex'

/** The FORGE's own facts, its keys (private parts encrypted) and the keysets it has signed. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE TABLE forge_settings (
      name text PRIMARY KEY,
      value jsonb NOT NULL
    );
    CREATE TABLE signing_keys (
      id text PRIMARY KEY,
      role text NOT NULL CHECK (role IN ('root', 'signing')),
      public_key text NOT NULL,
      private_key_encrypted bytea,
      not_after timestamptz,
      created_at timestamptz NOT NULL,
      revoked_at timestamptz
    );
    CREATE TABLE keysets (
      number integer PRIMARY KEY CHECK (number > 0),
      epoch integer NOT NULL CHECK (epoch > 0),
      envelope bytea NOT NULL,
      created_at timestamptz NOT NULL
    );
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE keysets, signing_keys, forge_settings')
}
