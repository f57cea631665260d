import type { Knex } from 'knex'

/** What the database refuses beside edits of rows: to empty a table of what must never change, and to rename an environment. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON versions
      FOR EACH STATEMENT EXECUTE FUNCTION anvil_refuse_change();
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON publications
      FOR EACH STATEMENT EXECUTE FUNCTION anvil_refuse_change();
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON publication_versions
      FOR EACH STATEMENT EXECUTE FUNCTION anvil_refuse_change();
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_entries
      FOR EACH STATEMENT EXECUTE FUNCTION anvil_refuse_change();

    CREATE FUNCTION anvil_refuse_renaming() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'The slug of an environment never changes' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER never_renamed BEFORE UPDATE ON environments
      FOR EACH ROW WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION anvil_refuse_renaming();
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP TRIGGER never_renamed ON environments;
    DROP FUNCTION anvil_refuse_renaming;
    DROP TRIGGER never_emptied ON audit_entries;
    DROP TRIGGER never_emptied ON publication_versions;
    DROP TRIGGER never_emptied ON publications;
    DROP TRIGGER never_emptied ON versions;
  `)
}
