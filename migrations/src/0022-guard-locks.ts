import type { Knex } from 'knex'
import { PIN_SEARCH_PATHS } from './request-access.js'

/** Of its own reading of the tables, whoever asks: a check must not miss what its asker may not see. */
const CHECKS = `
  CREATE FUNCTION anvil_is_only_reviewer(project uuid, person uuid, at timestamptz) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT count(*) = 1 AND bool_and(held.user_id = person) FROM (
      SELECT m.user_id FROM projects p
        JOIN memberships m ON m.organisation_id = p.organisation_id
        LEFT JOIN project_roles r ON r.project_id = p.id AND r.user_id = m.user_id
        WHERE p.id = project AND (m.removed_at IS NULL OR m.removed_at > at - interval '7 days')
          AND (m.role IN ('owner', 'admin') OR 'reviewer' = ANY (coalesce(r.roles, m.roles)))
      UNION
      SELECT f.user_id FROM projects p
        JOIN former_reviewers f ON f.organisation_id = p.organisation_id
        WHERE p.id = project AND coalesce(f.project_id, p.id) = p.id AND f.until > at - interval '7 days'
    ) AS held
  $$;

  CREATE FUNCTION anvil_count_approvals(prompt_set uuid, digest text, authors uuid[], at timestamptz, of_draft boolean)
  RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT count(*) FROM approvals a
    WHERE a.prompt_set_id = prompt_set AND a.content_digest = digest
      AND (NOT of_draft OR 'reviewer' = ANY (anvil_project_roles(a.project_id, a.user_id)))
      AND (a.user_id <> ALL (authors) OR anvil_is_only_reviewer(a.project_id, a.user_id, at))
  $$;

  CREATE FUNCTION anvil_draft_authors(prompt_set uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT coalesce(array_agg(user_id), '{}') FROM draft_authors WHERE prompt_set_id = prompt_set
  $$;

  CREATE FUNCTION anvil_draft_says(prompt_set uuid, carried jsonb, said bytea) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT carried = bundle.content -> 'includes' AND bundle.content -> 'snapshot' = (
      SELECT coalesce(jsonb_object_agg(prompt_id,
        jsonb_build_object('kind', kind, 'delimiters', delimiters, 'variables', variables, 'metadata', metadata)
        || CASE kind WHEN 'text' THEN jsonb_build_object('template', template)
          ELSE jsonb_build_object('messages', messages) END), '{}')
      FROM prompts WHERE prompt_set_id = prompt_set)
    FROM (SELECT convert_from(said, 'UTF8')::jsonb AS content) AS bundle
  $$;
`

/**
 * The reviews that wait for somebody over all projects in which they may review: they were asked by name, or nobody was;
 * they have neither written the draft, unless nobody else may review, nor approved what it says; and it lacks approvals.
 */
const WAITING = `
  CREATE FUNCTION anvil_waiting_reviews(person uuid, at timestamptz) RETURNS TABLE (review_id uuid, project_id uuid,
    project_name text, set_id uuid, set_name text, requested_by uuid, requested_name text, note text, asked boolean,
    since timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT r.id, p.id, p.name, s.id, s.name, r.requested_by, u.name, r.note, a.user_id IS NOT NULL,
      (SELECT max(e.created_at) FROM review_events e WHERE e.review_id = r.id AND e.kind IN ('requested', 'asked'))
    FROM memberships m
      JOIN projects p ON p.organisation_id = m.organisation_id
      JOIN reviews r ON r.project_id = p.id AND r.closed_at IS NULL
      JOIN prompt_sets s ON s.id = r.prompt_set_id AND s.status = 'REVIEW' AND s.archived_at IS NULL
      LEFT JOIN users u ON u.id = r.requested_by
      LEFT JOIN review_people a ON a.review_id = r.id AND a.user_id = person
    WHERE m.user_id = person AND m.removed_at IS NULL
      AND person::text = coalesce(nullif(current_setting('anvil.user_id', true), ''), person::text)
      AND 'reviewer' = ANY (anvil_project_roles(p.id, person))
      AND (a.user_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM review_people o WHERE o.review_id = r.id))
      AND (NOT EXISTS (SELECT 1 FROM draft_authors d WHERE d.prompt_set_id = s.id AND d.user_id = person)
        OR anvil_is_only_reviewer(p.id, person, at))
      AND NOT EXISTS (SELECT 1 FROM approvals g WHERE g.prompt_set_id = s.id
        AND g.content_digest = r.current_digest AND g.user_id = person)
      AND p.required_approvals > anvil_count_approvals(s.id, r.current_digest, anvil_draft_authors(s.id), at, true)
    ORDER BY 10, r.created_at, r.id
  $$;
`

/** A version says what its digests say; a locked one is made of a review, with the approvals of exactly its content. */
const VERSIONS = `
  CREATE FUNCTION anvil_check_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  DECLARE content json := convert_from(NEW.bytes, 'UTF8')::json;
  DECLARE authors uuid[] := anvil_draft_authors(NEW.prompt_set_id);
  DECLARE needed integer;
  BEGIN
    IF encode(sha256(NEW.bytes), 'hex') <> NEW.sha256 OR NEW.content_digest IS DISTINCT FROM encode(sha256(convert_to(
      '{"includes":' || (content -> 'includes')::text || ',"snapshot":' || (content -> 'snapshot')::text || '}',
      'UTF8')), 'hex') THEN
      RAISE EXCEPTION 'Version % says something else than its digests', NEW.version USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind <> 'locked' THEN
      RETURN NULL;
    END IF;
    SELECT p.required_approvals INTO needed
      FROM prompt_sets s JOIN projects p ON p.id = s.project_id
      WHERE s.id = NEW.prompt_set_id AND s.status = 'REVIEW';
    IF needed IS NULL OR content ->> 'prompt_set_id' IS DISTINCT FROM NEW.prompt_set_id::text THEN
      RAISE EXCEPTION 'A locked version is made of a prompt set in REVIEW' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.required_approvals < needed OR NOT NEW.authors @> authors THEN
      RAISE EXCEPTION 'Version % hides its authors, or what approvals it needs', NEW.version
        USING ERRCODE = 'restrict_violation';
    END IF;
    IF anvil_count_approvals(NEW.prompt_set_id, NEW.content_digest, authors, NEW.created_at, true) < needed THEN
      RAISE EXCEPTION 'Version % lacks approvals of exactly its content', NEW.version
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER approved AFTER INSERT ON versions FOR EACH ROW EXECUTE FUNCTION anvil_check_version();
`

/** LOCKED is what a locked version says: the last one, or one that was approved for it. */
const PROMPT_SETS = `
  CREATE FUNCTION anvil_check_lock() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  DECLARE version record;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.status <> 'LIVE' OR NEW.locked_version_id IS NOT NULL THEN
        RAISE EXCEPTION 'A prompt set begins in LIVE status' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NULL;
    END IF;
    IF NEW.status <> 'LOCKED' THEN
      IF NEW.locked_version_id IS DISTINCT FROM OLD.locked_version_id THEN
        RAISE EXCEPTION 'Only a lock changes the locked version' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NULL;
    END IF;
    IF OLD.status = 'LOCKED' AND NEW.locked_version_id = OLD.locked_version_id AND NEW.includes = OLD.includes THEN
      RETURN NULL;
    END IF;
    SELECT id, bytes, authors, content_digest, required_approvals INTO version
      FROM versions WHERE id = NEW.locked_version_id AND prompt_set_id = NEW.id AND kind = 'locked';
    IF NOT FOUND THEN
      RAISE EXCEPTION 'A prompt set is LOCKED at a locked version of its own' USING ERRCODE = 'restrict_violation';
    END IF;
    IF version.id IS DISTINCT FROM OLD.locked_version_id AND (OLD.status <> 'REVIEW' OR anvil_count_approvals(
      NEW.id, version.content_digest, version.authors || anvil_draft_authors(NEW.id), NEW.updated_at, true
      ) < version.required_approvals) THEN
      RAISE EXCEPTION 'The prompt set lacks approvals of exactly what it would be LOCKED at'
        USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT anvil_draft_says(NEW.id, NEW.includes, version.bytes) THEN
      RAISE EXCEPTION 'The draft says something else than the version that it would be LOCKED at'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER approved AFTER INSERT OR UPDATE ON prompt_sets FOR EACH ROW EXECUTE FUNCTION anvil_check_lock();
`

/** Who wrote a draft stays known until it is locked; they leave with a prompt set that is deleted. */
const AUTHORS = `
  ALTER TABLE draft_authors DROP CONSTRAINT draft_authors_project_id_prompt_set_id_fkey,
    ADD FOREIGN KEY (project_id, prompt_set_id) REFERENCES prompt_sets (project_id, id) ON DELETE CASCADE;
  CREATE FUNCTION anvil_keep_authors() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.prompt_set_id, NEW.user_id) = (OLD.prompt_set_id, OLD.user_id) THEN
      RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM prompt_sets WHERE id = OLD.prompt_set_id AND status <> 'LOCKED') THEN
      RAISE EXCEPTION 'Authors stay with their draft until it is LOCKED' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END $$;
  CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON draft_authors FOR EACH ROW EXECUTE FUNCTION anvil_keep_authors();
`

/** An approval is of what is in review or locked, by who gives it; of one's own work by an only reviewer, with the proof. */
const APPROVALS = `
  ALTER TABLE approvals ADD COLUMN proof jsonb;
  UPDATE approvals SET proof = '{}' WHERE own_work;
  ALTER TABLE approvals ADD CHECK (own_work = (proof IS NOT NULL));
  CREATE FUNCTION anvil_check_approval() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  DECLARE authors uuid[];
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      RAISE EXCEPTION 'Rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF current_setting('anvil.actor_kind', true) = 'user'
      AND current_setting('anvil.user_id', true) IS DISTINCT FROM NEW.user_id::text THEN
      RAISE EXCEPTION 'Nobody approves in the name of somebody else' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM reviews r JOIN prompt_sets s ON s.id = r.prompt_set_id
      WHERE s.id = NEW.prompt_set_id AND s.status = 'REVIEW' AND r.closed_at IS NULL
        AND r.current_digest = NEW.content_digest) THEN
      authors := anvil_draft_authors(NEW.prompt_set_id);
    ELSE
      SELECT v.authors INTO authors FROM versions v
        WHERE v.prompt_set_id = NEW.prompt_set_id AND v.kind = 'locked' AND v.content_digest = NEW.content_digest
        ORDER BY v.created_at DESC LIMIT 1;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'Nothing of this content is in REVIEW or LOCKED' USING ERRCODE = 'restrict_violation';
      END IF;
    END IF;
    IF NEW.own_work <> (NEW.user_id = ANY (authors)) THEN
      RAISE EXCEPTION 'An approval tells whether it is of own work' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.own_work AND NOT anvil_is_only_reviewer(NEW.project_id, NEW.user_id, NEW.created_at) THEN
      RAISE EXCEPTION 'Only an only reviewer approves own work' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER honest AFTER INSERT OR UPDATE ON approvals FOR EACH ROW EXECUTE FUNCTION anvil_check_approval();
`

/** What the database itself refuses: to be LOCKED without the approvals of exactly what is said, and approvals that are none. */
export async function up(trx: Knex.Transaction): Promise<void> {
  for (const statements of [CHECKS, WAITING, VERSIONS, PROMPT_SETS, AUTHORS, APPROVALS, PIN_SEARCH_PATHS])
    await trx.raw(statements)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP TRIGGER honest ON approvals;
    DROP TRIGGER kept ON draft_authors;
    DROP TRIGGER approved ON prompt_sets;
    DROP TRIGGER approved ON versions;
    DROP FUNCTION anvil_check_approval, anvil_keep_authors, anvil_check_lock, anvil_check_version, anvil_draft_says,
      anvil_waiting_reviews, anvil_draft_authors, anvil_count_approvals, anvil_is_only_reviewer;
    ALTER TABLE approvals DROP COLUMN proof;
    ALTER TABLE draft_authors DROP CONSTRAINT draft_authors_project_id_prompt_set_id_fkey,
      ADD FOREIGN KEY (project_id, prompt_set_id) REFERENCES prompt_sets (project_id, id)`)
}
