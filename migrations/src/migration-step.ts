import type { Knex } from 'knex'

/** One step of the database's history; each runs inside the transaction it is given. */
export interface MigrationStep {
  name: string
  up: (trx: Knex.Transaction) => Promise<void>
  down: (trx: Knex.Transaction) => Promise<void>
}
