import type { AccessToken, IssuedAccessToken } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { handshake, type RawInstance, rawInstance, refusal } from '../support/raw-instance.js'
import { accessToken } from '../support/release.js'
import { type SecondForge, secondForge } from '../support/second-forge.js'

let database: TestDatabase
let office: LiveOffice
let second: SecondForge
let tokens: string
const open: RawInstance[] = []

beforeAll(async () => {
  database = await testDatabase()
  office = await liveOffice({ database })
  tokens = `/projects/${office.projectId}/access-tokens`
  second = await secondForge(database, office.forge.ctx.config.secrets.key?.reveal() ?? '')
})
afterEach(() => {
  for (const instance of open.splice(0)) instance.socket.disconnect()
})
afterAll(async () => {
  await second.close()
  await office.forge.close()
})

/** An instance at the other node than the one at which people work. */
function connect(token: string): RawInstance {
  const instance = rawInstance(second.url, handshake(token))
  open.push(instance)
  return instance
}

const issue = (): Promise<IssuedAccessToken> => accessToken(office.author, office.projectId)
const statusAt = async (url: string, token: string): Promise<number> => {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${url}/api/v1/projects/${office.projectId}/manifest`, { headers })).status
}

describe('an access token at two FORGEs with one database', () => {
  it('that is revoked at one ends its sockets at the other, and opens nothing there any more', async () => {
    const [ended, good] = [await issue(), await issue()]
    const [cut, stays] = [connect(ended.value), connect(good.value)]
    await Promise.all([cut.welcome, stays.welcome])
    expect(await statusAt(second.url, ended.value)).toBe(200)
    await office.author.call('post', `${tokens}/${ended.access_token.id}/revoke`).expect(200)
    await expect.poll(() => cut.socket.connected, { timeout: 10_000 }).toBe(false)
    expect((await cut.goodbye).code).toBe('token.revoked')
    expect(stays.socket.connected).toBe(true)
    expect(await refusal(connect(ended.value))).toMatchObject({ code: 'token.revoked' })
    for (const url of [second.url, office.forge.url]) expect(await statusAt(url, ended.value)).toBe(401)
  })

  it('that is rotated at one opens the other until the overlap is over, and its successor from then on', async () => {
    const old = await issue()
    const cut = connect(old.value)
    await cut.welcome
    expect(await statusAt(second.url, old.value)).toBe(200)
    const rotation = office.author.call('post', `${tokens}/${old.access_token.id}/rotate`).send({ overlap_seconds: 1 })
    const { body: made }: { body: IssuedAccessToken } = await rotation.expect(201)
    const stays = connect(made.value)
    await stays.welcome
    expect((await cut.goodbye).code).toBe('token.expired')
    expect(await refusal(connect(old.value))).toMatchObject({ code: 'token.expired' })
    expect([await statusAt(second.url, old.value), await statusAt(second.url, made.value)]).toEqual([401, 200])
    expect(stays.socket.connected).toBe(true)
  })

  it('tells where it was used last, by which instance or by a request alone', async () => {
    const { value, access_token } = await issue()
    const used = async (): Promise<AccessToken> => {
      const { body } = await office.author.call('get', tokens).expect(200)
      return body.access_tokens.find(({ id }: AccessToken) => id === access_token.id)
    }
    expect(await used()).toMatchObject({ last_used_at: null, last_used_address: null, last_used_instance: null })
    expect(await statusAt(second.url, value)).toBe(200)
    const known = { last_used_at: expect.any(String), last_used_address: expect.stringContaining('127.0.0.1') }
    await expect.poll(used, { timeout: 10_000 }).toMatchObject({ ...known, last_used_instance: null })
    const instance = connect(value)
    await instance.welcome
    await expect.poll(used, { timeout: 10_000 }).toMatchObject({ ...known, last_used_instance: instance.id })
  })

  it('that was revoked twice at once at both is revoked once, and numbers are read in their order', async () => {
    const made = [await issue(), await issue(), await issue()]
    const cut = made.map(({ value }) => connect(value))
    await Promise.all(cut.map(({ welcome }) => welcome))
    const revoke = (id: string, url: string) =>
      fetch(`${url}/api/v1${tokens}/${id}/revoke`, {
        method: 'POST',
        headers: { authorization: `Bearer ${office.author.token}` },
      })
    const ids = made.map(({ access_token }) => access_token.id)
    const answers = await Promise.all(ids.flatMap((id) => [revoke(id, office.forge.url), revoke(id, second.url)]))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 409, 409, 409])
    expect((await Promise.all(cut.map(({ goodbye }) => goodbye))).map(({ code }) => code)).toEqual(
      ids.map(() => 'token.revoked'),
    )
    expect(await office.forge.ctx.db('revocations').whereIn('access_token_id', ids)).toHaveLength(3)
  })
})
