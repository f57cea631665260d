import type { Knex } from 'knex'
import type { Logger } from 'pino'

/** Other users of the server who can connect to this database and take the role of its requests. */
export async function findRoleNeighbours(db: Knex): Promise<string[]> {
  return db('pg_roles')
    .whereRaw(`NOT rolsuper AND rolcanlogin AND rolname <> current_user AND pg_has_role(oid, 'anvil_app', 'MEMBER')`)
    .whereRaw(`has_database_privilege(oid, current_database(), 'CONNECT')`)
    .orderBy('rolname')
    .pluck('rolname')
}

/** What the owner of the database can do about them. */
export const SHUT_OUT_NEIGHBOURS =
  'Shut them out of this database: REVOKE CONNECT ON DATABASE … FROM PUBLIC; GRANT CONNECT ON DATABASE … TO the user of DATABASE_URL.'

/** Says at the start whom the database is not shut to. */
export async function warnOfNeighbours({ db, log }: { db: Knex; log: Logger }): Promise<void> {
  const names = await findRoleNeighbours(db)
  if (names.length === 0) return
  log.warn(`Other users of the database server can read what requests can: ${names.join(', ')}. ${SHUT_OUT_NEIGHBOURS}`)
}
