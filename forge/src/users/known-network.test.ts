import request from 'supertest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstAdmin, PASSWORD } from '../../test/support/factories.js'
import { type RunningForge, runningForge } from '../../test/support/running-forge.js'
import { forgetOldAttempts } from './forget-old-attempts.js'
import { forgetOldSessions } from './forget-old-sessions.js'

const DAY = 24 * 60 * 60 * 1_000
const HOME = '2001:db8:1:2::7'
const EMAIL = 'ada@example.com'
let time = Date.parse('2026-03-01T09:00:00Z')
let forge: RunningForge
beforeAll(async () => {
  forge = await runningForge({ now: () => new Date(time) }, { ANVIL_TRUST_PROXY: '1' })
  await firstAdmin(forge)
})
afterAll(() => forge.close())

const signIn = async (address: string, password: string): Promise<unknown> => {
  const call = request(forge.app).post('/api/v1/sessions').set('X-Forwarded-For', address)
  const { status, body } = await call.send({ email: EMAIL, password })
  return status === 201 ? status : body.error.code
}
/** A hundred strangers guess, and one more hears that there were too many. */
async function besieged(): Promise<void> {
  const answers: unknown[] = []
  for (let n = 1; n <= 101; n += 1) answers.push(await signIn(`192.0.2.${n}`, 'a guess'))
  expect(answers.at(0)).toBe('auth.wrong_credentials')
  expect(answers.at(-1)).toBe('request.rate_limited')
  expect(await signIn('198.51.100.1', PASSWORD)).toBe('request.rate_limited')
}

it('guesses from a hundred addresses keep nobody out where they signed in before, in their whole network', async () => {
  expect(await signIn(HOME, PASSWORD)).toBe(201)
  await besieged()
  expect(await signIn(HOME, PASSWORD)).toBe(201)
  expect(await signIn('2001:db8:1:2:ffff::9', PASSWORD)).toBe(201)
  expect(await signIn('2001:db8:1:3::7', PASSWORD)).toBe('request.rate_limited')
})

it('who guesses from there is slowed as anywhere', async () => {
  for (let n = 0; n < 5; n += 1) expect(await signIn(HOME, 'a guess')).toBe('auth.wrong_credentials')
  expect(await signIn(HOME, PASSWORD)).toBe('request.rate_limited')
})

it('is remembered for ninety days, however long the session went on', async () => {
  const forget = async () => {
    await forgetOldSessions(forge.ctx)
    await forgetOldAttempts(forge.ctx)
  }
  time += DAY
  expect(await signIn(HOME, PASSWORD)).toBe(201)
  time += 90 * DAY
  await forget()
  await besieged()
  expect(await signIn(HOME, PASSWORD)).toBe(201)
  time += 90 * DAY + 1
  await forget()
  await besieged()
  expect(await signIn(HOME, PASSWORD)).toBe('request.rate_limited')
})
