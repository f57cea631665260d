import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { accessToken } from '../../test/support/release.js'
import { TokenCache } from './token-cache.js'

const [MINUTE, HOUR] = [60_000, 3_600_000]
let ahead = 0
const forge = testForge({
  now: () => new Date(Date.now() + ahead),
  elapsedMs: () => performance.now() + ahead,
})
let office: Office
let tokens: TokenCache
beforeAll(async () => {
  office = await openOffice(forge)
  tokens = new TokenCache(forge.ctx)
  await tokens.check()
})

/** An access token that is known to be good, and what ends it. */
async function known() {
  const { value, access_token } = await accessToken(office.author, office.projectId)
  const path = `/projects/${office.projectId}/access-tokens/${access_token.id}`
  const grant = await tokens.grantOf(value)
  const codeOf = (): string | undefined => tokens.endOf(grant)?.code
  expect(codeOf()).toBeUndefined()
  return {
    value,
    codeOf,
    revoke: () => office.author.call('post', `${path}/revoke`).expect(200),
    rotate: (overlap_seconds: number) =>
      office.author.call('post', `${path}/rotate`).send({ overlap_seconds }).expect(201),
  }
}

async function passes(ms: number): Promise<void> {
  ahead += ms
  await tokens.check()
}

describe('the end of an access token', () => {
  it('is held for an hour where it was revoked, and then the database alone refuses the token', async () => {
    const { value, codeOf, revoke } = await known()
    await revoke()
    await passes(0)
    expect(codeOf()).toBe('token.revoked')
    await passes(0)
    await passes(59 * MINUTE)
    expect(codeOf()).toBe('token.revoked')
    await passes(2 * MINUTE)
    expect(codeOf()).toBeUndefined()
    await expect(tokens.grantOf(value)).rejects.toMatchObject({ code: 'token.revoked' })
  })

  it('is held for an hour after it came where another token took its place, and then the database alone refuses it', async () => {
    const { value, codeOf, rotate } = await known()
    await rotate((3 * HOUR) / 1_000)
    await passes(0)
    expect(codeOf()).toBeUndefined()
    await passes(2 * HOUR)
    expect(codeOf()).toBeUndefined()
    await passes(HOUR + MINUTE)
    expect(codeOf()).toBe('token.expired')
    await passes(58 * MINUTE)
    expect(codeOf()).toBe('token.expired')
    await passes(2 * MINUTE)
    expect(codeOf()).toBeUndefined()
    await expect(tokens.grantOf(value)).rejects.toMatchObject({ code: 'token.expired' })
  })
})
