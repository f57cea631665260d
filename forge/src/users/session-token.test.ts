import { randomBytes, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'
import { createSecretBox } from '../secrets/secret-box.js'
import { findSessionId, signSessionToken } from './session-token.js'

const secrets = createSecretBox(randomBytes(32))
const sid = randomUUID()
const from = new Date('2026-03-01T09:00:00Z')
const until = new Date('2026-03-01T21:00:00Z')
const at = new Date('2026-03-01T12:00:00Z')
const key = secrets.derive('sessions')
const token = signSessionToken(secrets, sid, from, until)
const forged = (claims: object, options: jwt.SignOptions = {}, by: jwt.Secret = key) =>
  jwt.sign({ sid, exp: until.getTime() / 1_000, ...claims }, by, { algorithm: 'HS256', issuer: 'anvil', ...options })

describe('the token of a session', () => {
  it('stands for it from its beginning to its end, and no second longer', () => {
    const second = (seconds: number) => findSessionId(secrets, token, new Date(until.getTime() + seconds * 1_000))
    expect(findSessionId(secrets, token, from)).toBe(sid)
    expect([second(-1), second(0), second(1)]).toEqual([sid, undefined, undefined])
  })

  it('tells nothing but the session, its times and who signed', () => {
    expect(jwt.decode(token)).toEqual({ sid, iss: 'anvil', iat: from.getTime() / 1_000, exp: until.getTime() / 1_000 })
  })

  it('is of this FORGE alone, and of no other use of its secret', () => {
    expect(findSessionId(createSecretBox(randomBytes(32)), token, at)).toBeUndefined()
    for (const by of [secrets.derive('oidc'), secrets.derive('storage'), 'anvil'])
      expect(findSessionId(secrets, forged({}, {}, by), at)).toBeUndefined()
    expect(findSessionId(secrets, forged({}), at)).toBe(sid)
  })

  it.each<[string, object, jwt.SignOptions]>([
    ['another algorithm', {}, { algorithm: 'HS512' }],
    ['another issuer', {}, { issuer: 'forge' }],
    ['no uuid', { sid: `${sid}'` }, {}],
    ['no session', { sid: undefined }, {}],
    ['a list of sessions', { sid: [sid] }, {}],
    ['a time to come', { nbf: until.getTime() / 1_000 - 1 }, {}],
  ])('is refused with %s, although the key is right', (_what, claims, options) => {
    expect(findSessionId(secrets, forged(claims, options), at)).toBeUndefined()
  })

  it('is refused where any of its three parts is changed, missing or one too many', () => {
    const [header = '', claims = '', signature = ''] = token.split('.')
    const other = Buffer.from(JSON.stringify({ sid: randomUUID(), iss: 'anvil' })).toString('base64url')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    const broken = [
      `${header}.${other}.${signature}`,
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${header}.${claims}`,
      `${header}.${claims}.`,
      `${token}.${signature}`,
      `${header}.${claims}.${signature.slice(1)}`,
      '',
      '..',
      'null',
      sid,
    ]
    for (const text of broken) expect(findSessionId(secrets, text, at), text).toBeUndefined()
  })
})
