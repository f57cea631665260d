import type { Knex } from 'knex'
import { PIN_SEARCH_PATHS, REQUESTED } from './request-access.js'

/** Nobody becomes an only reviewer ahead of time: what is said to happen later happens now. */
const isOnlyReviewer = (at: string): string => `
  CREATE OR REPLACE FUNCTION anvil_is_only_reviewer(project uuid, person uuid, at timestamptz) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT count(*) = 1 AND bool_and(held.user_id = person) FROM (
      SELECT m.user_id FROM projects p
        JOIN memberships m ON m.organisation_id = p.organisation_id
        LEFT JOIN project_roles r ON r.project_id = p.id AND r.user_id = m.user_id
        WHERE p.id = project AND (m.removed_at IS NULL OR m.removed_at > ${at} - interval '7 days')
          AND (m.role IN ('owner', 'admin') OR 'reviewer' = ANY (coalesce(r.roles, m.roles)))
      UNION
      SELECT f.user_id FROM projects p
        JOIN former_reviewers f ON f.organisation_id = p.organisation_id
        WHERE p.id = project AND coalesce(f.project_id, p.id) = p.id AND f.until > ${at} - interval '7 days'
    ) AS held
  $$`

/** What somebody is in an organisation, of those who ask in person. */
const ASKING = `
  CREATE FUNCTION anvil_asking_person() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('anvil.user_id', true), '')::uuid
      WHERE current_setting('anvil.actor_kind', true) = 'user'
        AND nullif(current_setting('anvil.api_key_id', true), '') IS NULL
  $$;
  CREATE FUNCTION anvil_asking_role(organisation uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT role FROM memberships
      WHERE organisation_id = organisation AND user_id = anvil_asking_person() AND removed_at IS NULL
  $$;
`

/**
 * Judged before each row is written, by what who asks was until then. Owners and admins say what others are, and owners
 * who is an owner; anybody steps down or leaves; and who makes an organisation is the first in it.
 */
const MEMBERSHIPS = `
  CREATE FUNCTION anvil_check_membership() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  DECLARE own text := anvil_asking_role(NEW.organisation_id);
  DECLARE is_self boolean := coalesce(NEW.user_id = anvil_asking_person(), false);
  DECLARE owned boolean := false;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF is_self AND NOT EXISTS (SELECT 1 FROM memberships WHERE organisation_id = NEW.organisation_id) THEN
        RETURN NEW;
      END IF;
    ELSE
      IF (NEW.organisation_id, NEW.user_id, NEW.created_at) <> (OLD.organisation_id, OLD.user_id, OLD.created_at) THEN
        RAISE EXCEPTION 'A membership stays that of its person and of its day'
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      IF is_self AND (NEW.role, NEW.roles) = (OLD.role, OLD.roles) AND OLD.removed_at IS NULL THEN
        RETURN NEW;
      END IF;
      owned := OLD.role = 'owner' AND OLD.removed_at IS NULL;
    END IF;
    IF own IS DISTINCT FROM 'owner'
      AND (own IS DISTINCT FROM 'admin' OR owned <> (NEW.role = 'owner' AND NEW.removed_at IS NULL)) THEN
      RAISE EXCEPTION 'Only an owner or admin of an organisation says what others are in it'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER ruled BEFORE INSERT OR UPDATE ON memberships
    FOR EACH ROW WHEN (${REQUESTED}) EXECUTE FUNCTION anvil_check_membership();
  REVOKE DELETE ON memberships FROM anvil_app;
  REVOKE UPDATE, DELETE ON former_reviewers FROM anvil_app;
`

/** An invitation makes whom it is for a member, in the name of who made it; it is only closed since. */
const INVITATIONS = `
  CREATE FUNCTION anvil_check_invitation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  DECLARE own text := anvil_asking_role(NEW.organisation_id);
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      IF to_jsonb(NEW) - 'closed_at' IS DISTINCT FROM to_jsonb(OLD) - 'closed_at' OR NEW.closed_at IS NULL THEN
        RAISE EXCEPTION 'An invitation is closed, and not changed' USING ERRCODE = 'insufficient_privilege';
      END IF;
    ELSIF NEW.created_by IS DISTINCT FROM anvil_asking_person()
      OR own IS DISTINCT FROM 'owner' AND (own IS DISTINCT FROM 'admin' OR NEW.role = 'owner') THEN
      RAISE EXCEPTION 'Only an owner or admin of an organisation invites to it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER ruled BEFORE INSERT OR UPDATE ON invitations
    FOR EACH ROW WHEN (${REQUESTED}) EXECUTE FUNCTION anvil_check_invitation();
`

/** Who leaves an organisation is nothing in its projects any more, which they could not say themselves. */
const PROJECT_ROLES = `
  CREATE FUNCTION anvil_check_project_role() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF TG_OP <> 'INSERT' AND NOT anvil_asks_as_admin(OLD.project_id, 'person')
      OR TG_OP <> 'DELETE' AND NOT anvil_asks_as_admin(NEW.project_id, 'person') THEN
      RAISE EXCEPTION 'Only an admin of a project says what others are in it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END $$;
  CREATE TRIGGER ruled BEFORE INSERT OR UPDATE OR DELETE ON project_roles
    FOR EACH ROW WHEN (${REQUESTED}) EXECUTE FUNCTION anvil_check_project_role();

  CREATE FUNCTION anvil_forget_project_roles() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    DELETE FROM project_roles r USING projects p
      WHERE p.id = r.project_id AND p.organisation_id = NEW.organisation_id AND r.user_id = NEW.user_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER left_projects AFTER UPDATE OF removed_at ON memberships
    FOR EACH ROW WHEN (NEW.removed_at IS NOT NULL) EXECUTE FUNCTION anvil_forget_project_roles();
`

/** What the database itself refuses: a request that makes somebody more, or others less, than who asks may. */
export async function up(trx: Knex.Transaction): Promise<void> {
  const checks = [isOnlyReviewer('least(at, now())'), ASKING, MEMBERSHIPS, INVITATIONS, PROJECT_ROLES, PIN_SEARCH_PATHS]
  for (const statements of checks) await trx.raw(statements)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP TRIGGER left_projects ON memberships;
    DROP TRIGGER ruled ON project_roles;
    DROP TRIGGER ruled ON invitations;
    DROP TRIGGER ruled ON memberships;
    DROP FUNCTION anvil_forget_project_roles, anvil_check_project_role, anvil_check_invitation, anvil_check_membership, anvil_asking_role,
      anvil_asking_person;
    GRANT DELETE ON memberships TO anvil_app;
    GRANT UPDATE, DELETE ON former_reviewers TO anvil_app`)
  await trx.raw(isOnlyReviewer('at'))
  await trx.raw(PIN_SEARCH_PATHS)
}
