import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AnvilError } from '@anvil/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../config.js'

const ISSUER = { ANVIL_OIDC_ISSUER: 'https://id.example/realm', ANVIL_OIDC_CLIENT_ID: 'anvil' }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-oidc-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(text: string): Promise<string> {
  const name = path.join(folder, crypto.randomUUID())
  await writeFile(name, text)
  return name
}
/** The mistakes of a configuration, as one text. */
function mistakesOf(env: Record<string, string>): string {
  try {
    parseConfig(env)
    return ''
  } catch (error) {
    return error instanceof AnvilError ? JSON.stringify(error.details) : String(error)
  }
}

describe('the configuration of signing in', () => {
  it('is by password alone unless told', () => {
    expect(parseConfig({})).toMatchObject({ oidc: undefined, passwordSignIn: true })
  })

  it('is by an issuer with what follows from it, and hides the secret', () => {
    const config = parseConfig({ ...ISSUER, ANVIL_OIDC_CLIENT_SECRET: 'hush', ANVIL_PASSWORD_SIGN_IN: 'off' })
    expect(config.passwordSignIn).toBe(false)
    expect(config.oidc).toMatchObject({
      issuer: 'https://id.example/realm',
      clientId: 'anvil',
      name: 'id.example',
      scope: 'openid email profile',
      groupsClaim: 'groups',
      groups: new Map(),
    })
    expect(config.oidc?.clientSecret?.reveal()).toBe('hush')
    expect(JSON.stringify(config)).not.toContain('hush')
  })

  it('takes the secret from a file, and what groups give from JSON or a file of it', async () => {
    const groups = {
      writers: { organisation: 'engines' },
      chiefs: [{ organisation: 'engines', role: 'owner' }, { organisation: 'looms' }],
    }
    for (const ANVIL_OIDC_ROLES of [JSON.stringify(groups), await file(JSON.stringify(groups))]) {
      const secret = await file('hush\n')
      const { oidc } = parseConfig({ ...ISSUER, ANVIL_OIDC_ROLES, ANVIL_OIDC_CLIENT_SECRET_FILE: secret })
      expect(oidc?.clientSecret?.reveal()).toBe('hush')
      expect(oidc?.groups.get('writers')).toMatchObject([{ organisation: 'engines', role: 'member' }])
      expect(oidc?.groups.get('chiefs')).toMatchObject([{ role: 'owner' }, { organisation: 'looms', role: 'member' }])
    }
  })

  it.each(['http://localhost:5556/dex', 'http://127.0.0.1:1', 'http://[::1]:1', 'https://id.example'])(
    'takes the issuer %s',
    (issuer) => {
      expect(parseConfig({ ...ISSUER, ANVIL_OIDC_ISSUER: issuer }).oidc?.issuer).toBe(issuer)
    },
  )

  it.each<[string, Record<string, string>]>([
    ['ANVIL_OIDC_ISSUER must be an https address; http only', { ...ISSUER, ANVIL_OIDC_ISSUER: 'http://id.example' }],
    ['ANVIL_OIDC_ISSUER must be an https address', { ...ISSUER, ANVIL_OIDC_ISSUER: 'ftp://id.example' }],
    ['ANVIL_OIDC_CLIENT_ID is required', { ANVIL_OIDC_ISSUER: 'https://id.example' }],
    ['ANVIL_OIDC_ISSUER is required', { ANVIL_OIDC_CLIENT_ID: 'anvil' }],
    ['ANVIL_PASSWORD_SIGN_IN is off without ANVIL_OIDC_ISSUER', { ANVIL_PASSWORD_SIGN_IN: 'off' }],
    ['ANVIL_PASSWORD_SIGN_IN must be on or off', { ANVIL_PASSWORD_SIGN_IN: 'perhaps' }],
    ['ANVIL_OIDC_CLIENT_SECRET_FILE names a file', { ...ISSUER, ANVIL_OIDC_CLIENT_SECRET_FILE: '/not/there' }],
    [
      'ANVIL_OIDC_ROLES must be JSON such as',
      { ...ISSUER, ANVIL_OIDC_ROLES: '{"a":{"organisation":"b","role":"king"}}' },
    ],
    ['ANVIL_OIDC_ROLES must be JSON such as', { ...ISSUER, ANVIL_OIDC_ROLES: '/not/there' }],
    ['ANVIL_OIDC_ROLES must be JSON such as', { ...ISSUER, ANVIL_OIDC_ROLES: '{"a":{"organization":"b"}}' }],
  ])('says %s …', (start, env) => {
    expect(mistakesOf(env)).toContain(start)
  })

  it('takes one secret, not two', async () => {
    const both = { ANVIL_OIDC_CLIENT_SECRET: 'a', ANVIL_OIDC_CLIENT_SECRET_FILE: await file('a') }
    expect(mistakesOf({ ...ISSUER, ...both })).toContain('ANVIL_OIDC_CLIENT_SECRET_FILE is given beside')
  })
})
