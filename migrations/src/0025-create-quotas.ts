import type { Knex } from 'knex'
import { PIN_SEARCH_PATHS, secureTable, settingId } from './request-access.js'

const TABLES = `
  CREATE TABLE quotas (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    kind text NOT NULL CHECK (kind IN ('projects', 'prompts', 'access_tokens', 'instances')),
    most integer NOT NULL CHECK (most >= 0),
    PRIMARY KEY (organisation_id, kind)
  );
`

/** How much an organisation may have, and has; of its own reading of the tables, whoever asks. */
const COUNTS = `
  CREATE FUNCTION anvil_quota(organisation uuid, of_kind text) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT coalesce(
      (SELECT most FROM quotas WHERE organisation_id = organisation AND kind = of_kind),
      CASE of_kind WHEN 'projects' THEN 1000 WHEN 'prompts' THEN 100000
        WHEN 'access_tokens' THEN 5000 WHEN 'instances' THEN 50000 END)
  $$;

  CREATE FUNCTION anvil_quota_used(organisation uuid, of_kind text, at timestamptz) RETURNS integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
  DECLARE own uuid[] := ARRAY(SELECT id FROM projects WHERE organisation_id = organisation);
  BEGIN
    RETURN CASE of_kind
      WHEN 'projects' THEN cardinality(own)
      WHEN 'prompts' THEN (SELECT count(*) FROM prompts WHERE project_id = ANY (own))
      WHEN 'access_tokens' THEN (
        SELECT count(*) FROM access_tokens t WHERE t.project_id = ANY (own) AND t.revoked_at IS NULL
          AND (t.expires_at IS NULL OR t.expires_at > at)
          AND NOT EXISTS (SELECT 1 FROM access_tokens newer WHERE newer.rotated_from = t.id))
      WHEN 'instances' THEN (
        SELECT count(*) FROM live_instances i JOIN environments e ON e.id = i.environment_id
          WHERE e.project_id = ANY (own) AND i.last_seen_at > at - interval '1 day')
      END;
  END $$;
`

/** Judged once in a transaction, when it ends: one after the other, and of all that it made. */
const CHECKS = `
  CREATE FUNCTION anvil_check_quota() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  DECLARE
    judged text := 'anvil.judged_' || TG_TABLE_NAME;
    organisation uuid;
    used integer;
    most integer;
  BEGIN
    IF TG_TABLE_NAME = 'projects' THEN
      organisation := NEW.organisation_id;
    ELSIF current_setting(judged, true) = NEW.project_id::text THEN
      RETURN NULL;
    ELSE
      PERFORM set_config(judged, NEW.project_id::text, true);
      SELECT organisation_id INTO organisation FROM projects WHERE id = NEW.project_id;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('anvil quota ' || TG_TABLE_NAME || organisation, 0));
    most := anvil_quota(organisation, TG_TABLE_NAME);
    used := anvil_quota_used(organisation, TG_TABLE_NAME, NEW.created_at);
    IF used > most THEN
      RAISE EXCEPTION 'The quota of % is used up', TG_TABLE_NAME USING ERRCODE = 'AQ001',
        DETAIL = jsonb_build_object('kind', TG_TABLE_NAME, 'most', most, 'wanted', used);
    END IF;
    RETURN NULL;
  END $$;
`

const COUNTED = ['projects', 'prompts', 'access_tokens']

/** How many projects, prompts, access tokens and instances an organisation may have; no transaction ends with more. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(TABLES)
  await secureTable(trx, 'quotas')
  await trx.raw(`CREATE POLICY of_organisation ON quotas FOR SELECT TO anvil_app
    USING (organisation_id = ${settingId('organisation_id')})`)
  await trx.raw(COUNTS)
  await trx.raw(CHECKS)
  for (const table of COUNTED)
    await trx.raw(`CREATE CONSTRAINT TRIGGER within_quota AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION anvil_check_quota()`)
  await trx.raw(PIN_SEARCH_PATHS)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  for (const table of COUNTED) await trx.raw(`DROP TRIGGER within_quota ON ${table}`)
  await trx.raw('DROP FUNCTION anvil_check_quota, anvil_quota_used, anvil_quota')
  await trx.raw('DROP TABLE quotas')
}
