import type { Knex } from 'knex'

/** What the database itself refuses: edits of a LOCKED prompt set, and changes of what must never change. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE FUNCTION anvil_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'Rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON publications
      FOR EACH ROW EXECUTE FUNCTION anvil_refuse_change();
    CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON publication_versions
      FOR EACH ROW EXECUTE FUNCTION anvil_refuse_change();
    CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_entries
      FOR EACH ROW EXECUTE FUNCTION anvil_refuse_change();
    CREATE TRIGGER undeletable BEFORE DELETE ON versions
      FOR EACH ROW EXECUTE FUNCTION anvil_refuse_change();
    CREATE TRIGGER immutable BEFORE UPDATE ON versions
      FOR EACH ROW WHEN ((to_jsonb(OLD) - 'archived_at' - 'bytes' - 'gzip') IS DISTINCT FROM (to_jsonb(NEW) - 'archived_at' - 'bytes' - 'gzip')
        OR OLD.bytes IS DISTINCT FROM NEW.bytes OR OLD.gzip IS DISTINCT FROM NEW.gzip)
      EXECUTE FUNCTION anvil_refuse_change();

    CREATE FUNCTION anvil_refuse_locked_edit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (
        SELECT 1 FROM prompt_sets
        WHERE status = 'LOCKED'
          AND id IN (CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.prompt_set_id END,
                     CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.prompt_set_id END)
      ) THEN
        RAISE EXCEPTION 'The prompt set is LOCKED' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END $$;
    CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON prompts
      FOR EACH ROW EXECUTE FUNCTION anvil_refuse_locked_edit();
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP TRIGGER locked ON prompts;
    DROP FUNCTION anvil_refuse_locked_edit;
    DROP TRIGGER immutable ON versions;
    DROP TRIGGER undeletable ON versions;
    DROP TRIGGER immutable ON audit_entries;
    DROP TRIGGER immutable ON publication_versions;
    DROP TRIGGER immutable ON publications;
    DROP FUNCTION anvil_refuse_change;
  `)
}
