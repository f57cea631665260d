import type { Knex } from 'knex'
import { PIN_SEARCH_PATHS } from './request-access.js'

/** The bundles that a signed manifest and a list of them name are the same. */
const CHECKS = `
  CREATE FUNCTION anvil_names_bundles(envelope bytea, bundles jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (SELECT array_agg(b ->> 'sha256' ORDER BY b ->> 'sha256')
        FROM json_array_elements(convert_from(decode(convert_from(envelope, 'UTF8')::json ->> 'payload', 'base64'),
          'UTF8')::json -> 'bundles') AS b)
      IS NOT DISTINCT FROM
      (SELECT array_agg(b ->> 'sha256' ORDER BY b ->> 'sha256') FROM jsonb_array_elements(bundles) AS b)
  $$;
`

/** What is new to an environment is of a kind that it takes, and has the approvals that it asks for. */
const PUBLICATIONS = `
  CREATE FUNCTION anvil_check_publication() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  DECLARE rule record;
  DECLARE bundle jsonb;
  DECLARE version record;
  BEGIN
    SELECT slug, allowed_kinds, required_approvals INTO rule FROM environments WHERE id = NEW.environment_id;
    FOR bundle IN SELECT * FROM jsonb_array_elements(NEW.bundles) LOOP
      SELECT v.id, v.version, v.kind, v.prompt_set_id, v.content_digest, v.authors INTO version FROM versions v
        WHERE v.id = (bundle ->> 'version_id')::uuid AND v.project_id = NEW.project_id
          AND v.sha256 = bundle ->> 'sha256' AND v.prompt_set_id::text = bundle ->> 'prompt_set_id';
      IF NOT FOUND THEN
        RAISE EXCEPTION 'A publication names versions of its project' USING ERRCODE = 'restrict_violation';
      END IF;
      CONTINUE WHEN EXISTS (SELECT 1 FROM environment_heads h
        JOIN publication_versions r ON r.publication_id = h.publication_id
        WHERE h.environment_id = NEW.environment_id AND r.version_id = version.id);
      IF version.kind <> ALL (rule.allowed_kinds) THEN
        RAISE EXCEPTION 'The environment % takes no version of kind %', rule.slug, version.kind
          USING ERRCODE = 'restrict_violation';
      END IF;
      CONTINUE WHEN EXISTS (SELECT 1 FROM publication_versions r
        WHERE r.environment_id = NEW.environment_id AND r.version_id = version.id);
      IF anvil_count_approvals(version.prompt_set_id, version.content_digest, version.authors, NEW.created_at, false)
        < rule.required_approvals THEN
        RAISE EXCEPTION 'Version % lacks approvals that the environment % asks for', version.version, rule.slug
          USING ERRCODE = 'restrict_violation';
      END IF;
    END LOOP;
    IF NOT anvil_names_bundles(NEW.envelope, NEW.bundles) THEN
      RAISE EXCEPTION 'A publication signs the bundles that it names' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER approved AFTER INSERT ON publications FOR EACH ROW EXECUTE FUNCTION anvil_check_publication();

  CREATE FUNCTION anvil_check_published_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM publications p, jsonb_array_elements(p.bundles) AS b
      WHERE p.id = NEW.publication_id AND p.environment_id = NEW.environment_id
        AND b ->> 'version_id' = NEW.version_id::text AND b ->> 'sha256' = NEW.sha256) THEN
      RAISE EXCEPTION 'The publication does not name this version' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER named AFTER INSERT ON publication_versions
    FOR EACH ROW EXECUTE FUNCTION anvil_check_published_version();

  CREATE FUNCTION anvil_check_head() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM publications p WHERE p.id = NEW.publication_id
      AND p.environment_id = NEW.environment_id AND anvil_names_bundles(NEW.envelope, p.bundles)) THEN
      RAISE EXCEPTION 'A head runs what a publication of its environment names' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER published AFTER INSERT OR UPDATE OF environment_id, publication_id, envelope ON environment_heads
    FOR EACH ROW EXECUTE FUNCTION anvil_check_head();
`

/** What the database itself refuses: an environment that runs what its rule or its approvals do not let in. */
export async function up(trx: Knex.Transaction): Promise<void> {
  for (const statements of [CHECKS, PUBLICATIONS, PIN_SEARCH_PATHS]) await trx.raw(statements)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP TRIGGER published ON environment_heads;
    DROP TRIGGER named ON publication_versions;
    DROP TRIGGER approved ON publications;
    DROP FUNCTION anvil_check_head, anvil_check_published_version, anvil_check_publication, anvil_names_bundles`)
}
