import type { Knex } from 'knex'
import { slugsOf } from '../organisations/slug.js'

interface Slugged {
  id: string
  name: string
  slug?: string | undefined
}

/**
 * Inserts a row under its slug, or where nobody chose one under the first free one that follows from its name. Returns
 * the slug, or undefined where all of them are taken; the transaction goes on in any case.
 */
export async function insertUnderSlug(trx: Knex, table: string, row: Slugged): Promise<string | undefined> {
  for (const slug of row.slug === undefined ? slugsOf(row.name, row.id) : [row.slug]) {
    const { rowCount }: { rowCount: number } = await trx.raw('? ON CONFLICT DO NOTHING', [
      trx(table).insert({ ...row, slug }),
    ])
    if (rowCount === 1) return slug
  }
  return undefined
}
