import { describe, expect, it } from 'vitest'
import { readClaims } from './oidc-claims.js'

const SAID = { iss: 'https://id.example', sub: '7f3a' }
const read = (about: object, claim = 'groups') => readClaims({ ...SAID, ...about }, claim)

describe('what an issuer says of a person', () => {
  it('needs no more than who they are there', () => {
    expect(read({})).toEqual({
      issuer: 'https://id.example',
      subject: '7f3a',
      email: undefined,
      emailVerified: false,
      name: undefined,
      groups: [],
    })
  })

  it.each([[{ sub: '' }], [{ sub: 7 }], [{ sub: 'x'.repeat(256) }], [{ sub: undefined }], [{ iss: null }]])(
    'is not believed with %j',
    (about) => {
      expect(() => read(about)).toThrow()
    },
  )

  it('knows a subject to the letter, of up to 255 characters', () => {
    expect(read({ sub: ' A ' }).subject).toBe(' A ')
    expect(read({ sub: 'x'.repeat(255) }).subject).toHaveLength(255)
  })

  it.each([
    [true, true],
    ['true', true],
    [false, false],
    ['TRUE', false],
    ['yes', false],
    [1, false],
    [null, false],
    [undefined, false],
    [[true], false],
  ])('verifies an address by email_verified %j: %s', (email_verified, verified) => {
    expect(read({ email: 'a@example.com', email_verified }).emailVerified).toBe(verified)
  })

  it.each(['no address', 'a@b', 'a@example.com, b@example.com', '', 7, null, `${'x'.repeat(250)}@example.com`])(
    'holds no address where it says %j',
    (email) => {
      expect(read({ email, email_verified: true }).email).toBeUndefined()
    },
  )

  it.each([
    [' Ada Lovelace ', 'Ada Lovelace'],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(201), undefined],
    ['  ', undefined],
    [{ first: 'Ada' }, undefined],
  ])('names them by %j as %j', (name, named) => {
    expect(read({ name }).name).toBe(named)
  })
})

describe('groups', () => {
  it.each([
    [
      ['a', 'b', 'a'],
      ['a', 'b', 'a'],
    ],
    ['one', ['one']],
    [[], []],
    [null, []],
    [{ a: true }, []],
    [['a', 7], []],
    [undefined, []],
  ])('said as %j are %j', (groups, found) => {
    expect(read({ groups }).groups).toEqual(found)
  })

  it('are those of the claim that is asked for, to the letter', () => {
    const claim = 'https://id.example/claims/groups'
    expect(read({ groups: ['a'], [claim]: ['b'] }, claim).groups).toEqual(['b'])
    expect(read({ Groups: ['a'] }).groups).toEqual([])
    expect(read({ realm_access: { roles: ['a'] } }, 'realm_access.roles').groups).toEqual([])
  })

  it.each(['constructor', 'toString', '__proto__'])('are not found in what every object has: %s', (claim) => {
    expect(read({}, claim).groups).toEqual([])
  })
})
