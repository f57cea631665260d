import type { Knex } from 'knex'
import { PIN_SEARCH_PATHS, REQUESTED } from './request-access.js'

/** Whether a request is that of an admin of a project as of today, and of themselves or of a key of theirs that has this scope. */
const ASKS_AS_ADMIN = `
  CREATE FUNCTION anvil_asks_as_admin(project uuid, of_key text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT coalesce(asking.kind = 'user' AND 'admin' = ANY (anvil_project_roles(project, asking.person))
      AND (asking.key IS NULL OR EXISTS (SELECT 1 FROM api_keys k WHERE k.id = asking.key
        AND k.user_id = asking.person AND of_key = ANY (k.scopes))), false)
    FROM (SELECT current_setting('anvil.actor_kind', true) AS kind,
      nullif(current_setting('anvil.user_id', true), '')::uuid AS person,
      nullif(current_setting('anvil.api_key_id', true), '')::uuid AS key) AS asking
  $$
`

/** No key has the scope `person`: it could lift the bars that hold itself. */
const PROJECTS = `
  CREATE FUNCTION anvil_check_project_rules() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.required_approvals, NEW.keys_release_own_work)
      = (OLD.required_approvals, OLD.keys_release_own_work) THEN
      RETURN NULL;
    END IF;
    IF NOT anvil_asks_as_admin(NEW.id, 'person') THEN
      RAISE EXCEPTION 'Only an admin of a project says what its releases need' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ruled AFTER INSERT OR UPDATE ON projects
    FOR EACH ROW WHEN (${REQUESTED}) EXECUTE FUNCTION anvil_check_project_rules();
`

const ENVIRONMENTS = `
  CREATE FUNCTION anvil_check_environment_rules() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND NEW.required_approvals = OLD.required_approvals
      AND NEW.allowed_kinds @> OLD.allowed_kinds AND NEW.allowed_kinds <@ OLD.allowed_kinds THEN
      RETURN NULL;
    END IF;
    IF NOT anvil_asks_as_admin(NEW.project_id, CASE TG_OP WHEN 'INSERT' THEN 'manage' ELSE 'person' END) THEN
      RAISE EXCEPTION 'Only an admin of a project says what its environments take' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ruled AFTER INSERT OR UPDATE ON environments
    FOR EACH ROW WHEN (${REQUESTED}) EXECUTE FUNCTION anvil_check_environment_rules();
`

/** What the database itself refuses: a request that changes what a release needs, of anybody but an admin in person. */
export async function up(trx: Knex.Transaction): Promise<void> {
  for (const statements of [ASKS_AS_ADMIN, PROJECTS, ENVIRONMENTS, PIN_SEARCH_PATHS]) await trx.raw(statements)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP TRIGGER ruled ON environments;
    DROP TRIGGER ruled ON projects;
    DROP FUNCTION anvil_check_environment_rules, anvil_check_project_rules, anvil_asks_as_admin`)
}
