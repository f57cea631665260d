import type { Knex } from 'knex'
import { secureTable, settingId } from './request-access.js'

/** Which API keys of their members open nothing of an organisation: for who asks by one, its owner belongs to no such organisation. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE TABLE barred_api_keys (
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      api_key_id uuid NOT NULL REFERENCES api_keys (id),
      barred_at timestamptz NOT NULL,
      PRIMARY KEY (organisation_id, api_key_id)
    );
    CREATE INDEX barred_api_keys_of_key ON barred_api_keys (api_key_id)`)
  await secureTable(trx, 'barred_api_keys')
  await trx.raw(`
    CREATE POLICY own ON barred_api_keys FOR SELECT TO anvil_app
      USING (api_key_id IN (SELECT id FROM api_keys WHERE user_id = ${settingId('user_id')}));
    CREATE POLICY not_barred ON memberships AS RESTRICTIVE FOR SELECT TO anvil_app
      USING (organisation_id NOT IN (
        SELECT organisation_id FROM barred_api_keys WHERE api_key_id = ${settingId('api_key_id')}))`)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP POLICY not_barred ON memberships; DROP TABLE barred_api_keys')
}
