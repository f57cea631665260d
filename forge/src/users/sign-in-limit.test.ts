import request, { type Response } from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, PASSWORD } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { networkOf } from './network-of.js'
import { forgetOldAttempts } from './forget-old-attempts.js'
import { beginAttempt } from './sign-in-limit.js'

const SECOND = 1_000
const DAY = 24 * 60 * 60 * SECOND
let time = Date.parse('2026-03-01T09:00:00Z')
const forge = testForge({ now: () => new Date(time) })

const signIn = (email: string, password: string): Promise<Response> =>
  request(forge.app).post('/api/v1/sessions').send({ email, password })
const codeOf = async (email: string, password: string): Promise<unknown> =>
  (await signIn(email, password)).body.error?.code
const guess = (email: string): Promise<unknown> => codeOf(email, 'a guess')
const repeat = (count: number, run: () => Promise<unknown>): Promise<unknown[]> =>
  Array.from({ length: count }).reduce<Promise<unknown[]>>(
    async (before) => [...(await before), await run()],
    Promise.resolve([]),
  )
const keptAttempts = async (): Promise<number> =>
  (await forge.ctx.db('sign_in_attempts').whereNot('key', 'like', 'known %')).length

beforeAll(async () => {
  const admin = await firstAdmin(forge)
  await addPerson(forge, admin, admin.organisation.id, { email: 'bob@example.com' })
})

describe('guessing a password', () => {
  it('has to wait after five failures, even with the right one, and longer each time', async () => {
    expect(await repeat(5, () => guess('ada@example.com'))).toEqual(Array(5).fill('auth.wrong_credentials'))
    const early = await signIn('ada@example.com', PASSWORD)
    expect([early.status, early.body.error.code]).toEqual([429, 'request.rate_limited'])
    expect(early.body.error.message).toBe('Too many attempts to sign in failed. Wait 1 second, then try again.')
    expect([early.body.error.details, early.headers['retry-after']]).toEqual([{ retry_after_ms: SECOND }, '1'])
    for (const wait of [1, 2, 4]) {
      expect((await signIn('ada@example.com', PASSWORD)).headers['retry-after']).toBe(String(wait))
      time += wait * SECOND
      expect(await guess('ada@example.com')).toBe('auth.wrong_credentials')
    }
  })

  it('is not made longer by what was refused, and keeps nobody else from signing in', async () => {
    await repeat(20, () => guess('ada@example.com'))
    expect(await codeOf('bob@example.com', PASSWORD)).toBeUndefined()
    expect((await signIn('ada@example.com', PASSWORD)).headers['retry-after']).toBe('8')
  })

  it('counts anew once the right password came in time', async () => {
    time += 8 * SECOND
    expect(await codeOf('ada@example.com', PASSWORD)).toBeUndefined()
    expect(await repeat(5, () => guess('ada@example.com'))).toEqual(Array(5).fill('auth.wrong_credentials'))
    expect(await guess('ADA@example.com')).toBe('request.rate_limited')
  })

  it('gets no more tries by asking many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess('eve@example.com')))
    expect(answers.filter((code) => code === 'auth.wrong_credentials')).toHaveLength(5)
  })

  it('tells as little of an account that is not there', async () => {
    await repeat(5, () => guess('nobody@example.com'))
    const unknown = await signIn('nobody@example.com', 'a guess')
    await repeat(5, () => guess('bob@example.com'))
    const known = await signIn('bob@example.com', 'a guess')
    expect(unknown.body.error).toEqual({ ...known.body.error, request_id: unknown.body.error.request_id })
  })

  it('over many accounts is slowed by the address it comes from', async () => {
    time += 3 * DAY
    let person = 0
    const codes = await repeat(52, () => guess(`person-${++person}@example.com`))
    expect(codes.indexOf('request.rate_limited')).toBe(50)
    expect(await codeOf('bob@example.com', PASSWORD)).toBe('request.rate_limited')
  })

  it('of one account from everywhere is slowed too, never for longer than its owner can wait', async () => {
    const attempts = Array.from({ length: 110 }, (_, n) => `192.0.2.${n}`)
    const refusals = []
    for (const address of attempts) {
      const refusal = await beginAttempt(forge.ctx, 'cleo@example.com', address).catch((error: unknown) => error)
      if (refusal instanceof Error) refusals.push(refusal)
    }
    expect(refusals).toHaveLength(10)
    expect(refusals[0]).toMatchObject({ code: 'request.rate_limited', details: { retry_after_ms: SECOND } })
    for (const address of attempts) {
      time += 15 * SECOND
      await expect(beginAttempt(forge.ctx, 'cleo@example.com', address)).resolves.toBeDefined()
    }
  })

  it('is forgiven by and by, also while others sign in from the same address', async () => {
    time += 3 * DAY
    let person = 0
    for (let hour = 0; hour < 24; hour += 1) {
      expect(await repeat(8, () => guess(`typo-${++person}@example.com`))).toEqual(
        Array(8).fill('auth.wrong_credentials'),
      )
      expect(await codeOf('bob@example.com', PASSWORD)).toBeUndefined()
      time += DAY / 24
    }
  })

  it('does not begin with others who sign in at the same moment, though a node’s clock be a little behind', async () => {
    const address = '198.51.100.200'
    const inTime = await beginAttempt(forge.ctx, 'one@example.com', address)
    time -= 15
    const meanwhile = await beginAttempt(forge.ctx, 'two@example.com', address)
    time += 30
    await Promise.all([inTime.succeeded(), meanwhile.succeeded()])
    time -= 15
    const after = beginAttempt(forge.ctx, 'three@example.com', address)
    await expect(after).resolves.toMatchObject({ succeeded: expect.any(Function) })
    await (await after).succeeded()
  })

  it('is forgotten after two days', async () => {
    expect(await keptAttempts()).toBeGreaterThan(100)
    time += 2 * DAY + SECOND
    await forgetOldAttempts(forge.ctx)
    expect(await keptAttempts()).toBe(0)
  })
})

describe('the network of an address', () => {
  it('is an IPv4 address, however it is written, and the first 64 bits of an IPv6 address', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
    expect(networkOf('2001:db8:1:2::3')).toBe(networkOf('2001:db8:1:2:ffff::9'))
    expect(networkOf('2001:db8:1:2::3')).not.toBe(networkOf('2001:db8:1:3::3'))
    expect(networkOf('')).toBe('')
  })
})
