import type { Knex } from 'knex'
import { OF_PROJECT, secureTable } from './request-access.js'

const TABLES = `
  CREATE TABLE policies (
    project_id uuid NOT NULL REFERENCES projects (id),
    number integer NOT NULL CHECK (number > 0),
    document jsonb NOT NULL,
    yaml text NOT NULL,
    created_by uuid REFERENCES users (id),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (project_id, number)
  );
  CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON policies
    FOR EACH ROW EXECUTE FUNCTION anvil_refuse_change();
  CREATE TRIGGER never_emptied BEFORE TRUNCATE ON policies
    FOR EACH STATEMENT EXECUTE FUNCTION anvil_refuse_change();
  CREATE TABLE waivers (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    prompt_set_id uuid NOT NULL,
    rule text NOT NULL,
    prompt_id text NOT NULL,
    fingerprint text NOT NULL,
    message text NOT NULL,
    reason text NOT NULL,
    expires_at timestamptz NOT NULL,
    requested_by uuid NOT NULL REFERENCES users (id),
    requested_at timestamptz NOT NULL,
    given_by uuid REFERENCES users (id),
    given_at timestamptz,
    own_work boolean NOT NULL DEFAULT false,
    ended_by uuid REFERENCES users (id),
    ended_at timestamptz,
    CHECK ((given_by IS NULL) = (given_at IS NULL)),
    CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
    FOREIGN KEY (project_id, prompt_set_id) REFERENCES prompt_sets (project_id, id) ON DELETE CASCADE
  );
  CREATE INDEX waivers_of_set ON waivers (prompt_set_id, requested_at);
  ALTER TABLE versions ADD COLUMN policy_number integer NOT NULL DEFAULT 0,
    ADD COLUMN waivers jsonb NOT NULL DEFAULT '[]';
`

const NAMES = ['policies', 'waivers']

/** What each project asks of its prompts, every number of it for ever, and for which findings that is put aside. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(TABLES)
  for (const name of NAMES) {
    await secureTable(trx, name)
    await trx.raw(`CREATE POLICY of_project ON ${name} TO anvil_app USING (${OF_PROJECT})`)
  }
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE waivers, policies')
  await trx.raw('ALTER TABLE versions DROP COLUMN policy_number, DROP COLUMN waivers')
}
