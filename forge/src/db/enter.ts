import type { Knex } from 'knex'

const SETTINGS = { organisation: 'anvil.organisation_id', project: 'anvil.project_id', address: 'anvil.address' }

/** SQL that enters the project of a row of `projects`, with its organisation, where the row is found. */
export const ENTER_PROJECT = `set_config('${SETTINGS.project}', projects.id::text, true),
  set_config('${SETTINGS.organisation}', projects.organisation_id::text, true)`

/** SQL that enters the organisation of a row of `organisations`, where the row is found. */
export const ENTER_ORGANISATION = `set_config('${SETTINGS.organisation}', organisations.id::text, true)`

/**
 * Opens what has just been made, or the account of a mail address, to the rest of a request's transaction. What a
 * request only names is entered by the query that finds it for the person who asks.
 */
export async function enter(trx: Knex.Transaction, what: keyof typeof SETTINGS, value: string): Promise<void> {
  await trx.raw('SELECT set_config(?, ?, true)', [SETTINGS[what], value])
}
