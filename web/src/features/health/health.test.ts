import { expect, it } from 'vitest'
import { readHealth } from './health.js'

it('names the version of a FORGE that is ready', () => {
  expect(readHealth(true, { status: 'ready', version: '0.1.0' })).toEqual({
    ready: true,
    version: '0.1.0',
    problem: undefined,
  })
})

it('passes on why a FORGE is not ready', () => {
  const body = { error: { code: 'forge.unavailable', message: 'The database does not answer.' } }
  expect(readHealth(false, body)).toEqual({
    ready: false,
    version: undefined,
    problem: 'The database does not answer.',
  })
})

it.each([[undefined], [null], ['ready'], [[]], [{ version: 7, error: 'no' }]])(
  'reads a body of another form (%j) by its status alone',
  (body) => {
    expect(readHealth(true, body)).toEqual({ ready: true, version: undefined, problem: undefined })
    expect(readHealth(false, body)).toEqual({ ready: false, version: undefined, problem: undefined })
  },
)
