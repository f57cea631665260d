import type { Knex } from 'knex'
import { OF_PROJECT, settingId } from './request-access.js'

/** Requests see the roles in all projects of the organisation they have entered: who leaves it loses them in each. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP POLICY of_project ON project_roles;
    CREATE POLICY of_organisation ON project_roles TO anvil_app
      USING (project_id IN (SELECT id FROM projects WHERE organisation_id = ${settingId('organisation_id')}))`)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP POLICY of_organisation ON project_roles;
    CREATE POLICY of_project ON project_roles FOR ALL TO anvil_app USING (${OF_PROJECT})`)
}
