import type { Knex } from 'knex'
import { PIN_SEARCH_PATHS } from './request-access.js'

/** A head runs what a publication of its environment names; what is new to it is of a kind that the environment takes today. */
const checkHead = ({ found, kinds }: { found: string; kinds: string }): string => `
  CREATE OR REPLACE FUNCTION anvil_check_head() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$${found}
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM publications p WHERE p.id = NEW.publication_id
      AND p.environment_id = NEW.environment_id AND anvil_names_bundles(NEW.envelope, p.bundles)) THEN
      RAISE EXCEPTION 'A head runs what a publication of its environment names' USING ERRCODE = 'restrict_violation';
    END IF;${kinds}
    RETURN NULL;
  END $$`

const FOUND = `
  DECLARE running uuid;
  DECLARE untaken record;`

/** Going back needs no new approval, but what goes on running is all that an environment's rule does not ask about. */
const KINDS = `
    IF TG_OP = 'UPDATE' THEN
      running := (SELECT p.id FROM publications p WHERE p.id = OLD.publication_id AND p.environment_id = NEW.environment_id);
    END IF;
    SELECT e.slug, v.kind INTO untaken
      FROM publications p
        JOIN environments e ON e.id = p.environment_id
        CROSS JOIN jsonb_array_elements(p.bundles) AS b
        JOIN versions v ON v.id = (b ->> 'version_id')::uuid
      WHERE p.id = NEW.publication_id AND v.kind <> ALL (e.allowed_kinds)
        AND NOT EXISTS (SELECT 1 FROM publications r, jsonb_array_elements(r.bundles) AS o
          WHERE r.id = running AND o ->> 'version_id' = b ->> 'version_id')
      LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'The environment % takes no version of kind %', untaken.slug, untaken.kind
        USING ERRCODE = 'restrict_violation';
    END IF;`

/** An environment goes back to nothing that its rule lets in no more, whoever moves its head. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(checkHead({ found: FOUND, kinds: KINDS }))
  await trx.raw(PIN_SEARCH_PATHS)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(checkHead({ found: '', kinds: '' }))
  await trx.raw(PIN_SEARCH_PATHS)
}
