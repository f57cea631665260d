import type { Knex } from 'knex'

const COLUMNS = `
  ALTER TABLE projects ADD CONSTRAINT projects_of_organisation UNIQUE (organisation_id, id);
  ALTER TABLE audit_entries
    ADD COLUMN actor_name text,
    ADD COLUMN means text CHECK (means IN ('session', 'api_key', 'access_token', 'anonymous', 'cli', 'job')),
    ADD COLUMN chain text,
    ADD COLUMN seq bigint CHECK (seq > 0),
    ADD COLUMN prev text,
    ADD COLUMN hash text,
    ADD CONSTRAINT audit_entries_sealed_whole CHECK (num_nonnulls(chain, seq, hash) IN (0, 3)
      AND (prev IS NULL) = (coalesce(seq, 1) = 1)),
    ADD CONSTRAINT audit_entries_one_chain UNIQUE (chain, seq);
  DROP TRIGGER immutable ON audit_entries;
  UPDATE audit_entries SET organisation_id = projects.organisation_id FROM projects
    WHERE projects.id = audit_entries.project_id AND audit_entries.organisation_id IS NULL;
  ALTER TABLE audit_entries
    ADD FOREIGN KEY (organisation_id, project_id) REFERENCES projects (organisation_id, id);
  CREATE INDEX audit_entries_unsealed ON audit_entries (number) WHERE hash IS NULL;
  CREATE INDEX audit_entries_by_action ON audit_entries (organisation_id, action, number);
  CREATE INDEX audit_entries_by_target ON audit_entries (organisation_id, target, number);
  CREATE INDEX audit_entries_by_time ON audit_entries (organisation_id, created_at);
`

/** What is of a project is of its organisation, and a sealed entry is as it is for good. */
const GUARDS = `
  CREATE FUNCTION anvil_place_audit_entry() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path FROM CURRENT AS $$
  BEGIN
    IF NEW.project_id IS NOT NULL AND NEW.organisation_id IS NULL THEN
      NEW.organisation_id := (SELECT organisation_id FROM projects WHERE id = NEW.project_id);
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER placed BEFORE INSERT ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION anvil_place_audit_entry();
  CREATE TRIGGER sealed_by_forge BEFORE INSERT ON audit_entries
    FOR EACH ROW WHEN (num_nonnulls(NEW.chain, NEW.seq, NEW.prev, NEW.hash) > 0 AND current_user = 'anvil_app')
    EXECUTE FUNCTION anvil_refuse_change();
  CREATE TRIGGER undeletable BEFORE DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION anvil_refuse_change();
  CREATE TRIGGER immutable BEFORE UPDATE ON audit_entries
    FOR EACH ROW WHEN (OLD.hash IS NOT NULL OR num_nulls(NEW.chain, NEW.seq, NEW.hash) > 0
      OR (to_jsonb(OLD) - '{chain,seq,prev,hash}'::text[]) IS DISTINCT FROM (to_jsonb(NEW) - '{chain,seq,prev,hash}'::text[]))
    EXECUTE FUNCTION anvil_refuse_change();
`

const CHECKPOINTS = `
  CREATE TABLE audit_checkpoints (
    chain text NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    organisation_id uuid REFERENCES organisations (id),
    envelope bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (chain, seq)
  );
  CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_checkpoints
    FOR EACH ROW EXECUTE FUNCTION anvil_refuse_change();
  CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION anvil_refuse_change();
  ALTER TABLE audit_checkpoints ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
  CREATE POLICY forge ON audit_checkpoints USING (current_user <> 'anvil_app'
    OR (SELECT current_setting('anvil.actor_kind', true)) = 'system');
  CREATE POLICY of_organisation ON audit_checkpoints FOR SELECT TO anvil_app
    USING (organisation_id = (SELECT nullif(current_setting('anvil.organisation_id', true), ''))::uuid);
`

/** Requests write entries and no seals; what is of the project that they have entered is of its organisation. */
const RIGHTS = `
  REVOKE UPDATE, DELETE ON audit_entries FROM anvil_app;
  GRANT SELECT ON audit_checkpoints TO anvil_app;
  DROP POLICY write ON audit_entries;
  CREATE POLICY write ON audit_entries FOR INSERT TO anvil_app WITH CHECK (
    CASE WHEN project_id IS NULL
      THEN organisation_id = (SELECT nullif(current_setting('anvil.organisation_id', true), ''))::uuid
      ELSE project_id = (SELECT nullif(current_setting('anvil.project_id', true), ''))::uuid END);
`

/** The entries of each organisation become a chain of hashes, and FORGE's signatures under it are kept. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(COLUMNS)
  await trx.raw(GUARDS)
  await trx.raw(CHECKPOINTS)
  await trx.raw(RIGHTS)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP TABLE audit_checkpoints;
    DROP TRIGGER immutable ON audit_entries;
    DROP TRIGGER undeletable ON audit_entries;
    DROP TRIGGER sealed_by_forge ON audit_entries;
    DROP TRIGGER placed ON audit_entries;
    DROP FUNCTION anvil_place_audit_entry;
    DROP INDEX audit_entries_by_time, audit_entries_by_target, audit_entries_by_action, audit_entries_unsealed;
    ALTER TABLE audit_entries
      DROP CONSTRAINT audit_entries_organisation_id_project_id_fkey,
      DROP COLUMN actor_name, DROP COLUMN means, DROP COLUMN chain, DROP COLUMN seq, DROP COLUMN prev, DROP COLUMN hash;
    ALTER TABLE projects DROP CONSTRAINT projects_of_organisation;
    CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_entries
      FOR EACH ROW EXECUTE FUNCTION anvil_refuse_change();
    GRANT UPDATE, DELETE ON audit_entries TO anvil_app;
    DROP POLICY write ON audit_entries;
    CREATE POLICY write ON audit_entries FOR INSERT TO anvil_app WITH CHECK (
      (project_id IS NULL OR project_id = (SELECT nullif(current_setting('anvil.project_id', true), ''))::uuid)
      AND (organisation_id IS NULL OR organisation_id = (SELECT nullif(current_setting('anvil.organisation_id', true), ''))::uuid)
      AND num_nonnulls(project_id, organisation_id) > 0)`)
}
