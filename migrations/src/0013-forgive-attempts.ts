import type { Knex } from 'knex'

/** Failed attempts to sign in are forgiven by and by, so their count has fractions. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw('ALTER TABLE sign_in_attempts ALTER COLUMN failures TYPE double precision')
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('ALTER TABLE sign_in_attempts ALTER COLUMN failures TYPE integer')
}
