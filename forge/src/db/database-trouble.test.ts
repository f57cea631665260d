import knex from 'knex'
import { describe, expect, it } from 'vitest'
import { databaseTrouble } from './database-trouble.js'

const failure = (message: string, code?: unknown): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code })
const UNREACHABLE = "can't be reached"

describe('an error of the database', () => {
  it.each([
    ['ECONNREFUSED', UNREACHABLE],
    ['ECONNRESET', UNREACHABLE],
    ['ENOTFOUND', UNREACHABLE],
    ['EAI_AGAIN', UNREACHABLE],
    ['ETIMEDOUT', UNREACHABLE],
    ['08006', UNREACHABLE],
    ['08P01', UNREACHABLE],
    ['25006', 'takes no writes at the moment'],
    ['53300', 'has no connection left'],
    ['53100', 'has run out of resources'],
    ['53200', 'has run out of resources'],
    ['57P01', 'is shutting down or starting'],
    ['57P03', 'is shutting down or starting'],
  ])('with code %s is told as one that %s', (code, why) => {
    const thrown = failure('select 1 - secret of a row', code)
    const trouble = databaseTrouble(thrown)
    expect(trouble).toMatchObject({ code: 'forge.unavailable', status: 503, cause: thrown })
    expect(trouble?.message).toBe(
      `FORGE's database ${why}. LIVE instances go on with what they run. Try again in a few seconds.`,
    )
    expect(trouble?.details).toEqual({ retry_after_ms: 5_000 })
  })

  it.each([
    'Connection terminated unexpectedly',
    'select * from "users" - Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('that says %j is told as one that can not be reached', (message) => {
    expect(databaseTrouble(failure(message))?.message).toContain(UNREACHABLE)
  })

  it('that names each address of a host is told by the first, and a pool without a connection by itself', () => {
    const each = new AggregateError([failure('connect', 'ECONNREFUSED'), failure('connect', 'ENOENT')])
    expect(databaseTrouble(each)).toMatchObject({ code: 'forge.unavailable', cause: each })
    const pool = new knex.KnexTimeoutError('Timeout acquiring a connection')
    expect(databaseTrouble(pool)?.message).toContain('has no connection free')
  })
})

describe('what is no trouble of the database', () => {
  it.each([
    ['a unique constraint', failure('duplicate key', '23505')],
    ['a missing right', failure('permission denied', '42501')],
    ['a statement that was cancelled', failure('canceling statement', '57014')],
    ['a file that is missing', failure('open', 'ENOENT')],
    ['a code that is no text', failure('x', 8)],
    ['a plain error', failure('undefined is not a function')],
    ['nothing at all', undefined],
    ['a text', 'Connection terminated unexpectedly'],
    ['an aggregate of nothing', new AggregateError([])],
  ])('is left to be told as the bug it is: %s', (_what, thrown) => {
    expect(databaseTrouble(thrown)).toBeUndefined()
  })

  it('is a text of somebody’s that quotes it, in a statement that failed for another reason', () => {
    const quoted = failure(`insert into prompts values ('x - Connection terminated') - value too long`, '22001')
    expect(databaseTrouble(quoted)).toBeUndefined()
  })
})
