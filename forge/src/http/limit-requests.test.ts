import request from 'supertest'
import { createAnvil } from '@anvil/live-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, signedIn } from '../../test/support/factories.js'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { parseConfig } from '../config.js'
import { createApp } from '../app.js'
import { rateLimit } from './rate-limit.js'

let office: LiveOffice
beforeAll(async () => {
  office = await liveOffice({}, { ANVIL_RATE_DELIVERIES: '3' })
})
afterAll(() => office.forge.close())

const RATES = { reads: 3, writes: 2, imports: 1, addresses: 1_000, anonymous: 4, deliveries: 1 }
/** The same FORGE with small limits. */
const limited = (more: Partial<typeof RATES> = {}) => {
  const { ctx } = office.forge
  return createApp({ ...ctx, config: { ...ctx.config, rates: { ...RATES, ...more } } })
}
const PROJECT = '/api/v1/projects/00000000-0000-4000-8000-000000000000'

describe('a limit', () => {
  it('counts each name by itself, and says of what there was too much, of how much, and until when', async () => {
    const limit = rateLimit(2, 'Tries')
    await limit('a')
    await limit('a')
    await limit('b')
    const refused: unknown = await limit('a').catch((error: unknown) => error)
    expect(refused).toMatchObject({
      code: 'request.rate_limited',
      message: expect.stringMatching(/^Tries are limited to 2 a minute.*Ask again in \d+ seconds/),
      details: { limit: 2, per_seconds: 60, retry_after_ms: expect.any(Number) },
    })
  })

  it('is generous unless told', () => {
    expect(parseConfig({}).rates).toEqual({
      reads: 12_000,
      writes: 6_000,
      imports: 600,
      addresses: 60_000,
      anonymous: 3_000,
      deliveries: 300_000,
    })
    expect(parseConfig({ ANVIL_RATE_READS: '7' }).rates.reads).toBe(7)
    expect(() => parseConfig({ ANVIL_RATE_WRITES: '0' })).toThrow(/ANVIL_RATE_WRITES must be a whole number from 1/)
  })
})

describe('requests', () => {
  it('of a session are limited by what they do, and those of others go on', async () => {
    const app = limited()
    const session = async () => {
      const body = { email: 'ada@example.com', password: PASSWORD }
      return signedIn(
        { ...office.forge, app },
        (await request(app).post('/api/v1/sessions').send(body).expect(201)).body,
      )
    }
    const [one, other] = [await session(), await session()]
    const codes = async (times: number, ask: () => ReturnType<typeof one.call>) => {
      const found: unknown[] = []
      for (let time = 0; time < times; time += 1) found.push((await ask()).body.error?.code)
      return found
    }
    const over = 'request.rate_limited'
    expect(await codes(4, () => one.call('get', '/organisations'))).toEqual([undefined, undefined, undefined, over])
    expect((await codes(3, () => one.call('post', '/organisations'))).map((code) => code === over)).toEqual([
      false,
      false,
      true,
    ])
    const imports = `${PROJECT.replace('/api/v1', '')}/prompt-sets/x/imports`
    expect((await codes(2, () => one.call('post', imports))).map((code) => code === over)).toEqual([false, true])
    const refused = await one.call('get', '/organisations')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    await other.call('get', '/organisations').expect(200)
  })

  it('of nobody are limited by their address', async () => {
    const app = limited()
    const statuses: number[] = []
    for (let time = 0; time < 6; time += 1) statuses.push((await request(app).get('/api/v1/setup')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429])
  })
})

describe('what is too much from one address', () => {
  const codes = async (times: number, ask: () => request.Test) => {
    const found: unknown[] = []
    for (let time = 0; time < times; time += 1) found.push((await ask()).body.error?.code)
    return found
  }

  it('is refused before a body of it is read', async () => {
    const app = limited()
    const send = () => request(app).post('/api/v1/sessions').type('json').send('{ no JSON')
    const bad = Array(4).fill('request.malformed_json')
    expect(await codes(6, send)).toEqual([...bad, 'request.rate_limited', 'request.rate_limited'])
  })

  it('is refused whoever asks, before it is looked up who that is', async () => {
    const app = limited({ addresses: 5 })
    const body = { email: 'ada@example.com', password: PASSWORD }
    const { token } = (await request(app).post('/api/v1/sessions').send(body).expect(201)).body
    const looked: unknown[] = []
    const ctx = {
      ...office.forge.ctx,
      lookUp: {
        ...office.forge.ctx.lookUp,
        sessionUser: (...asked: Parameters<typeof office.forge.ctx.lookUp.sessionUser>) => {
          looked.push(asked)
          return office.forge.ctx.lookUp.sessionUser(...asked)
        },
      },
    }
    const watched = createApp({ ...ctx, config: { ...ctx.config, rates: { ...RATES, reads: 100, addresses: 5 } } })
    const ask = () => request(watched).get('/api/v1/organisations').auth(token, { type: 'bearer' })
    const over = 'request.rate_limited'
    expect(await codes(7, ask)).toEqual([undefined, undefined, undefined, undefined, undefined, over, over])
    expect(looked).toHaveLength(5)
  })
})

describe('the delivery plane', () => {
  it('limits an access token, whose instances ask again when they are told and keep what they run', async () => {
    const url = `${office.forge.url}/api/v1/projects/${office.projectId}/manifest`
    const headers = { Authorization: `Bearer ${office.token}` }
    const ask = async () => (await fetch(url, { headers })).status
    const statuses = [await ask(), await ask(), await ask(), await ask()]
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
    const answer = await fetch(url, { headers })
    expect([answer.status, Number(answer.headers.get('Retry-After')) > 0]).toEqual([429, true])
    const { projectId, token: accessToken } = office
    const client = createAnvil({
      forgeUrl: office.forge.url,
      projectId,
      accessToken,
      rootKey: office.forge.ctx.signing.rootKey,
      cacheDir: false,
      logger: false,
      readyTimeoutMs: 1_000,
    })
    const failed = new Promise((resolve) => client.on('error', resolve))
    void client.start().catch(() => undefined)
    expect(await failed).toMatchObject({ details: { retry_after_ms: expect.any(Number) } })
    await client.close()
  })
})
