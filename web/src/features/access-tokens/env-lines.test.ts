import { expect, it } from 'vitest'
import { envLines } from './env-lines.js'

const connection = { forgeUrl: 'https://forge.example/anvil/', projectId: 'p-1', rootKey: 'ed25519:key' }

it('writes the lines that an application needs, one a setting', () => {
  expect(envLines({ ...connection, value: 'anv_production_1' }).split('\n')).toEqual([
    'ANVIL_FORGE_URL=https://forge.example/anvil/',
    'ANVIL_PROJECT_ID=p-1',
    'ANVIL_ACCESS_TOKEN=anv_production_1',
    'ANVIL_ROOT_KEY=ed25519:key',
  ])
})

it('writes no line for an access token that is not there yet', () => {
  expect(envLines({ ...connection, value: undefined })).not.toContain('ANVIL_ACCESS_TOKEN')
})
