import type { Knex } from 'knex'
import { PIN_SEARCH_PATHS, REQUESTED, settingId } from './request-access.js'

const APPROVALS = `
  CREATE FUNCTION anvil_check_approver() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF NOT 'reviewer' = ANY (anvil_project_roles(NEW.project_id, NEW.user_id)) THEN
      RAISE EXCEPTION 'Only a reviewer of a project approves in it' USING ERRCODE = 'restrict_violation';
    END IF;
    IF ${settingId('api_key_id')} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM api_keys k
      WHERE k.id = ${settingId('api_key_id')} AND k.user_id = NEW.user_id AND 'approve' = ANY (k.scopes)) THEN
      RAISE EXCEPTION 'Only a key with the scope approve approves' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER by_reviewer AFTER INSERT ON approvals
    FOR EACH ROW WHEN (${REQUESTED}) EXECUTE FUNCTION anvil_check_approver();
`

/** What the database itself refuses: an approval of a request that is no reviewer's, in person or by a key that may. */
export async function up(trx: Knex.Transaction): Promise<void> {
  for (const statements of [APPROVALS, PIN_SEARCH_PATHS]) await trx.raw(statements)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP TRIGGER by_reviewer ON approvals;
    DROP FUNCTION anvil_check_approver`)
}
