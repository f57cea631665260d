import type { Knex } from 'knex'
import { PIN_SEARCH_PATHS } from './request-access.js'

/** Who is taken out of an organisation was given it by no group any more: whoever adds them again does so for good. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE FUNCTION anvil_forget_given() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      DELETE FROM group_memberships WHERE organisation_id = NEW.organisation_id AND user_id = NEW.user_id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER given AFTER UPDATE OF removed_at ON memberships
      FOR EACH ROW WHEN (NEW.removed_at IS NOT NULL) EXECUTE FUNCTION anvil_forget_given()`)
  await trx.raw(PIN_SEARCH_PATHS)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TRIGGER given ON memberships; DROP FUNCTION anvil_forget_given')
}
