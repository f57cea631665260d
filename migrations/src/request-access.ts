import type { Knex } from 'knex'

/** The id that a transaction has named of this kind; asked in a query of its own, it is read once and not for each row. */
export function settingId(name: 'user_id' | 'organisation_id' | 'project_id' | 'api_key_id'): string {
  return `(SELECT nullif(current_setting('anvil.${name}', true), ''))::uuid`
}

/** The rows of the project that a transaction has entered. */
export const OF_PROJECT = `project_id = ${settingId('project_id')}`

/** Where a row is written by a request of somebody, and not by FORGE's own work. */
export const REQUESTED = `current_user = 'anvil_app' AND current_setting('anvil.actor_kind', true) IS DISTINCT FROM 'system'`

/** Lets requests use a table, of which they see what further policies open; FORGE's own work sees everything. */
export async function secureTable(trx: Knex.Transaction, name: string): Promise<void> {
  await trx.raw(`
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO anvil_app;
    ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY forge ON ${name} USING (current_user <> 'anvil_app'
      OR (SELECT current_setting('anvil.actor_kind', true)) = 'system')`)
}

/** Where they run as their owner, functions look into no other schema than that of the tables. */
export const PIN_SEARCH_PATHS = `
  DO $$
  DECLARE made regprocedure;
  BEGIN
    FOR made IN SELECT oid::regprocedure FROM pg_proc WHERE prosecdef AND pronamespace = current_schema()::regnamespace
    LOOP
      EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', made, current_schema());
    END LOOP;
  END $$
`
