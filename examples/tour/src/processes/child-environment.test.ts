import { expect, it } from 'vitest'
import { childEnvironment } from './child-environment.js'

it('leaves out what would lead to another FORGE, database or port', () => {
  const inherited = { PATH: '/bin', ANVIL_ACCESS_TOKEN: 'x', DATABASE_URL: 'y', PORT: '1', HOST: 'z', REPORT: 'kept' }
  expect(childEnvironment(inherited, { ANVIL_MODE: 'frozen' })).toEqual({
    PATH: '/bin',
    REPORT: 'kept',
    ANVIL_MODE: 'frozen',
  })
})
