import { readFile } from 'node:fs/promises'
import request from 'supertest'
import { expect, it } from 'vitest'
import { testForge } from '../../test/support/forge.js'
import { issueSetupCode } from '../users/setup-service.js'
import { VERSION } from '../version.js'

const forge = testForge()

it('tells a signed-in person what an application pins', async () => {
  const code = await issueSetupCode(forge.ctx)
  const account = { email: 'ada@example.com', password: 'correct horse battery' }
  const { body } = await request(forge.app)
    .post('/api/v1/setup')
    .send({ ...account, code, organisation: { name: 'Engines' } })
  const response = await request(forge.app).get('/api/v1/forge').set('Authorization', `Bearer ${body.token}`)
  expect(response.body).toEqual({
    forge_id: forge.ctx.signing.forgeId,
    root_key: forge.ctx.signing.rootKey,
    version: VERSION,
  })
  expect(response.body.root_key).toMatch(/^ed25519:[\w-]{43}$/)
})

it('tells nobody else', async () => {
  const response = await request(forge.app).get('/api/v1/forge')
  expect([response.status, response.body.error.code]).toEqual([401, 'auth.required'])
})

it('says the version of the package', async () => {
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(manifest).toMatchObject({ version: VERSION })
})
