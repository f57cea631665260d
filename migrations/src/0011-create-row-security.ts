import type { Knex } from 'knex'
import { POLICIES } from './row-policies.js'

const TABLES = `SELECT relname FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname NOT LIKE 'knex%'`

/** Roles belong to the whole server: another database's migration may make this one at the same moment. */
const ROLE = `
  DO $$
  DECLARE can_be text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'anvil_app') THEN
      BEGIN
        CREATE ROLE anvil_app NOLOGIN;
      EXCEPTION
        WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
      END;
    END IF;
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'anvil_app') AND NOT pg_has_role('anvil_app', can_be) THEN
      BEGIN
        EXECUTE format('GRANT anvil_app TO %I', current_user);
      EXCEPTION
        WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
      END;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'anvil_app') OR NOT pg_has_role('anvil_app', can_be) THEN
      RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format(
        'the role anvil_app, under which requests run, can''t be made by %1$I or given to it: '
        'let an administrator of the server run "%2$sGRANT anvil_app TO %1$I"', current_user,
        CASE WHEN EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'anvil_app') THEN ''
          ELSE 'CREATE ROLE anvil_app NOLOGIN; ' END);
    END IF;
  END $$`

/** What requests may touch at all; which rows of it is said by the policies. */
const GRANTS = `
  DO $$
  DECLARE name text;
  BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO anvil_app', current_schema());
    FOR name IN ${TABLES} LOOP
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO anvil_app', name);
    END LOOP;
    REVOKE INSERT, UPDATE, DELETE ON keysets, signing_keys FROM anvil_app;
  END $$`

/** Every table obeys policies, even for its owner; FORGE's own work sees everything, outside requests and as the system in one. */
const SECURITY = `
  DO $$
  DECLARE name text;
  BEGIN
    FOR name IN ${TABLES} LOOP
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
      EXECUTE format('CREATE POLICY forge ON %I USING (current_user <> ''anvil_app''
        OR (SELECT current_setting(''anvil.actor_kind'', true)) = ''system'')', name);
    END LOOP;
  END $$`

/** The role of requests, and which rows it sees and writes: those of the person, organisation and project that it has named. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(ROLE)
  await trx.raw(GRANTS)
  await trx.raw(SECURITY)
  for (const { table, name, on, rows } of POLICIES) {
    const clause = on === 'INSERT' ? 'WITH CHECK' : 'USING'
    await trx.raw(`CREATE POLICY ${name} ON ${table} FOR ${on} TO anvil_app ${clause} (${rows})`)
  }
}

/** The role stays: other databases of the server may use it. */
export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DO $$
    DECLARE policy record;
    DECLARE name text;
    BEGIN
      FOR policy IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema() LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
      END LOOP;
      FOR name IN ${TABLES} LOOP
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', name);
        EXECUTE format('REVOKE ALL ON %I FROM anvil_app', name);
      END LOOP;
      EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM anvil_app', current_schema());
    END $$`)
}
