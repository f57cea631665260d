import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/log/create-log.js'
import { issueSetupCode } from '../../src/users/setup-service.js'
import { addPerson, newProject, PASSWORD, signedIn } from '../support/factories.js'
import { testForge } from '../support/forge.js'

const log: string[] = []
const forge = testForge({ log: createLog('trace', { write: (line) => void log.push(line) }) })
const secrets = new Map<string, string>()
const answers: string[] = []

const keep = ({ text }: { text: string }): void => void answers.push(text)
const api = (path: string) => request(forge.app).post(`/api/v1${path}`)

/** Lets every insert into a table fail in a way in which PostgreSQL tells the whole row. */
async function breaking(table: string, work: () => Promise<void>): Promise<void> {
  await forge.ctx.db.raw(`ALTER TABLE ${table} ADD CONSTRAINT broken CHECK (false) NOT VALID`)
  await work()
  await forge.ctx.db.raw(`ALTER TABLE ${table} DROP CONSTRAINT broken`)
}

describe('the secrets of FORGE', () => {
  it('are in none of its refusals, its log or its audit trail, whatever fails', async () => {
    secrets.set('setup code', (await issueSetupCode(forge.ctx)) ?? '')
    secrets.set('password', PASSWORD)
    secrets.set('other password', 'another long password')
    const code = secrets.get('setup code')
    const account = { email: 'ada@example.com', password: PASSWORD, organisation: { name: 'Engines' } }
    keep(
      await api('/setup')
        .send({ ...account, code, email: 'no address' })
        .expect(400),
    )
    await breaking('users', async () =>
      keep(
        await api('/setup')
          .send({ ...account, code })
          .expect(500),
      ),
    )
    const made = await api('/setup')
      .send({ ...account, code })
      .expect(201)
    secrets.set('session', made.body.token)
    const ada = signedIn(forge, made.body)
    const { id: home } = made.body.organisation

    keep(await api('/sessions').send({ email: 'ada@example.com', password: 'another long password' }).expect(401))
    keep(await ada.call('get', '/sessions/current').set('Authorization', `Bearer ${made.body.token}x`).expect(401))
    await breaking('users', async () => {
      const member = { email: 'bob@example.com', password: 'another long password' }
      keep(await ada.call('post', `/organisations/${home}/members`).send(member).expect(500))
    })
    const bob = await addPerson(forge, ada, home, { email: 'bob@example.com' })
    const hashes: string[] = await forge.ctx.db('users').pluck('password_hash')
    for (const [at, hash] of hashes.entries()) secrets.set(`password hash ${at}`, hash)

    const { id } = await newProject(ada, home)
    const tokens = `/projects/${id}/access-tokens`
    const token = { name: 'Shop', environment: 'production' }
    await breaking('access_tokens', async () => keep(await ada.call('post', tokens).send(token).expect(500)))
    const issued = await ada.call('post', tokens).send(token).expect(201)
    secrets.set('access token', issued.body.value)
    const { id: tokenId } = issued.body.access_token
    keep(await bob.call('get', `${tokens}/${tokenId}/value`).expect(403))
    await ada.call('get', `${tokens}/${tokenId}/value`).expect(200)
    await breaking('revocations', async () => keep(await ada.call('post', `${tokens}/${tokenId}/revoke`).expect(500)))
    keep(await ada.call('get', tokens).expect(200))
    secrets.set('access token without its check', issued.body.value.split('_').slice(0, 4).join('_'))
    const [, , , random] = issued.body.value.split('_')
    secrets.set('random part of the access token', random)

    const failures = log.map((line) => JSON.parse(line)).filter(({ err }) => err !== undefined)
    expect(failures.length).toBe(4)
    for (const { err } of failures) expect(err.message).toContain('violates check constraint')
    expect(log.join('')).not.toMatch(/\$argon2|Failing row/)
    const trail = JSON.stringify(await forge.ctx.db('audit_entries'))
    for (const [name, secret] of secrets) {
      expect(secret.length).toBeGreaterThan(10)
      for (const text of [...log, ...answers, trail]) expect(text.includes(secret), `${name} in ${text}`).toBe(false)
    }
  })
})
