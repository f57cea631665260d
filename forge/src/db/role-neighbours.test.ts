import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/support/database.js'
import { findRoleNeighbours, warnOfNeighbours } from './role-neighbours.js'
import { takenBack } from './taken-back.js'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

/** Roles are the server's, which other tests use too: nobody else sees those that are made in here, and they are taken back. */
const alone = (work: (trx: Knex.Transaction) => Promise<void>) =>
  database.db.transaction((trx) => takenBack(trx, () => work(trx)))

async function role(trx: Knex.Transaction, how: string): Promise<string> {
  const name = `anvil_test_${randomBytes(6).toString('hex')}`
  await trx.raw(`CREATE ROLE ${name} ${how}`)
  return name
}

async function warned(trx: Knex.Transaction): Promise<string> {
  const lines: string[] = []
  await warnOfNeighbours({ db: trx, log: pino({}, { write: (line: string) => void lines.push(line) }) })
  return lines.join('')
}

it('names who can sign in and take the role of requests, also by way of another role', () =>
  alone(async (trx) => {
    const direct = await role(trx, 'LOGIN IN ROLE anvil_app')
    const group = await role(trx, 'NOLOGIN IN ROLE anvil_app')
    const indirect = await role(trx, `LOGIN IN ROLE ${group}`)
    const others = [await role(trx, 'LOGIN'), await role(trx, 'LOGIN SUPERUSER IN ROLE anvil_app')]
    const found = await findRoleNeighbours(trx)
    const ours = [direct, group, indirect, ...others]
    expect(found.filter((name) => ours.includes(name))).toEqual([direct, indirect].toSorted())
    const line = await warned(trx)
    for (const told of [direct, indirect, 'REVOKE CONNECT ON DATABASE']) expect(line).toContain(told)
  }))

it('names nobody to whom the database is shut, and somebody again to whom it is opened', () =>
  alone(async (trx) => {
    const name = await role(trx, 'LOGIN IN ROLE anvil_app')
    const { rows } = await trx.raw('SELECT quote_ident(current_database()) AS name')
    const itself = String(rows[0].name)
    await trx.raw(`REVOKE CONNECT ON DATABASE ${itself} FROM PUBLIC`)
    expect([await findRoleNeighbours(trx), await warned(trx)]).toEqual([[], ''])
    await trx.raw(`GRANT CONNECT ON DATABASE ${itself} TO ${name}`)
    expect(await findRoleNeighbours(trx)).toEqual([name])
  }))
