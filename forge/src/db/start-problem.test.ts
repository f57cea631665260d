import { ChangedHistory, UnknownMigrations } from '@anvil/migrations'
import { describe, expect, it } from 'vitest'
import type { DatabaseConfig } from '../config.js'
import { Secret } from '../secrets/secret.js'
import { startProblem } from './start-problem.js'

const URL_WITH_PASSWORD = 'postgres://anvil:hunter2@db.example:5433/prompts'
const postgres: DatabaseConfig = { kind: 'postgres', url: new Secret(URL_WITH_PASSWORD), poolSize: 10 }
const embedded: DatabaseConfig = { kind: 'embedded', folder: '/var/anvil/db' }
const failure = (message: string, code: string): Error => Object.assign(new Error(message), { code })

describe('why FORGE can not start on a PostgreSQL', () => {
  it.each([
    ['28P01', 'password authentication failed for user "anvil"'],
    ['3D000', 'database "prompts" does not exist'],
    ['53300', 'sorry, too many clients already'],
    ['ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:5433'],
  ])('is said of %s in a sentence with its host, without its password', (code, message) => {
    const cause = failure(`select 1 - ${message}`, code)
    expect(startProblem(cause, postgres)).toMatchObject({
      code: 'database.unusable',
      cause,
      message: `The database prompts at db.example:5433 can't be used: ${message}. Check DATABASE_URL and that PostgreSQL runs.`,
    })
  })

  it('is a right that is missing', () => {
    const cause = failure('CREATE ROLE anvil_app - permission denied to create role', '42501')
    expect(startProblem(cause, postgres)).toMatchObject({
      code: 'database.right_missing',
      message: 'The database prompts at db.example:5433 refuses what FORGE needs: permission denied to create role.',
    })
  })

  it('is told by the first address of a host that has several', () => {
    const cause = new AggregateError([failure('connect ECONNREFUSED ::1:5433', 'ECONNREFUSED')])
    expect(startProblem(cause, postgres)).toMatchObject({
      code: 'database.unusable',
      message: expect.stringContaining('::1:5433'),
    })
  })

  it.each([
    ['a bug', failure('syntax error at or near "FORM"', '42601')],
    ['damage, which only the embedded one is asked about', failure('could not read block', 'XX001')],
    ['no error', 'a text'],
  ])('is passed on as it came where it is %s', (_what, thrown) => {
    expect(startProblem(thrown, postgres)).toBe(thrown)
  })
})

describe('why FORGE can not start on its embedded database', () => {
  it.each(['XX001', 'XX000', '58P01', '58030'])('is damage where the code is %s, and names the folder', (code) => {
    expect(startProblem(failure('could not open file', code), embedded)).toMatchObject({
      code: 'data_folder.damaged',
      message: expect.stringContaining('/var/anvil/db is damaged'),
    })
  })

  it('is passed on as it came otherwise', () => {
    const thrown = failure('x', 'ECONNREFUSED')
    expect(startProblem(thrown, embedded)).toBe(thrown)
  })
})

it.each([embedded, postgres])('says what to do about a history that is not this release’s: $kind', (config) => {
  expect(startProblem(new UnknownMigrations(['0099-later']), config)).toMatchObject({
    code: 'database.too_new',
    message: expect.stringMatching(/0099-later.*Start a release of Anvil that is at least as new\.$/),
  })
  expect(startProblem(new ChangedHistory(), config)).toMatchObject({
    code: 'database.incompatible',
    message: expect.stringContaining('"anvil-forge export"'),
  })
})
