import type { Knex } from 'knex'
import { findRoleNeighbours, SHUT_OUT_NEIGHBOURS } from '../db/role-neighbours.js'
import { type Check, ok, warning } from './check.js'

/** Whether this database is shut to the other FORGEs of its server, with which it shares the role of requests. */
export async function checkNeighbours(db: Knex): Promise<Check> {
  const names = await findRoleNeighbours(db)
  if (names.length === 0) return ok('neighbours', 'no other user of the database server can read what requests can')
  return warning(
    'neighbours',
    `these users of the server can connect here and read what requests can: ${names.join(', ')}`,
    SHUT_OUT_NEIGHBOURS,
  )
}
