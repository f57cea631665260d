import type { Knex } from 'knex'
import { PIN_SEARCH_PATHS } from './request-access.js'

/**
 * What is new to an environment is of a kind that it takes, and has the approvals that it asks for. What a version was
 * locked by stays what it was; of what is still a draft only those count who may review it today.
 */
const checkPublication = (ofDraft: string): string => `
  CREATE OR REPLACE FUNCTION anvil_check_publication() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
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
      IF anvil_count_approvals(version.prompt_set_id, version.content_digest, version.authors, NEW.created_at, ${ofDraft})
        < rule.required_approvals THEN
        RAISE EXCEPTION 'Version % lacks approvals that the environment % asks for', version.version, rule.slug
          USING ERRCODE = 'restrict_violation';
      END IF;
    END LOOP;
    IF NOT anvil_names_bundles(NEW.envelope, NEW.bundles) THEN
      RAISE EXCEPTION 'A publication signs the bundles that it names' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$`

/** A pre-release is published by the approvals of those who may still review, as a draft is locked. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(checkPublication("version.kind <> 'locked'"))
  await trx.raw(PIN_SEARCH_PATHS)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(checkPublication('false'))
  await trx.raw(PIN_SEARCH_PATHS)
}
