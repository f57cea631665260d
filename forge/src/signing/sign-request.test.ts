import { Envelope, type Keyset, parse } from '@anvil/shared'
import { type KeyPair, openKeysets, sealKeyset } from '@anvil/shared/bundle'
import { aKeyset, testKey } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import type { KeysetRequest, RootKeyFile } from './key-files.js'
import { listSigningKey, nextKeyset } from './next-keyset.js'
import { checkRequest, signRequest } from './sign-request.js'

const NOW = new Date('2026-06-01T12:00:00Z')
const [root, newRoot, thief] = [testKey('root'), testKey('new root'), testKey('thief')]
const [first, second, third] = [testKey('first'), testKey('second'), testKey('third')]
const envelopeOf = (bytes: Uint8Array): Envelope => parse(Envelope, JSON.parse(Buffer.from(bytes).toString()))
const bytesOf = (envelope: Envelope): Buffer => Buffer.from(JSON.stringify(envelope))

const held = aKeyset(root, [first, second])
const request = (keyset: Keyset, previous = sealKeyset(held, [root])): KeysetRequest => ({
  format: 1,
  kind: 'anvil-keyset-request',
  previous: envelopeOf(previous),
  keyset,
})
const fileOf = ({ id, publicKey, privateKey }: KeyPair, change: Partial<RootKeyFile> = {}): RootKeyFile => ({
  format: 1,
  kind: 'anvil-root-key',
  forge_id: root.id,
  id,
  public_key: publicKey,
  private_key: privateKey,
  ...change,
})
const rotated = nextKeyset(held, { add: listSigningKey(third, NOW) }, NOW)
const refusal = (code: string | RegExp) =>
  expect.objectContaining({ code: typeof code === 'string' ? code : expect.stringMatching(code) })

describe('a request for the root key', () => {
  it('tells what it changes: keys that come, go and are revoked, and the epoch that rises with it', () => {
    expect(checkRequest(request(rotated), fileOf(root)).change).toEqual({
      number: 2,
      epoch: 1,
      epochBefore: 1,
      added: [third.id],
      dropped: [],
      revoked: [],
    })
    const revoked = nextKeyset(held, { add: listSigningKey(third, NOW), revoke: first.id }, NOW)
    expect(checkRequest(request(revoked), fileOf(root)).change).toEqual({
      number: 2,
      epoch: 2,
      epochBefore: 1,
      added: [third.id],
      dropped: [first.id],
      revoked: [first.id],
    })
  })

  it('that hides what it takes away shows it all the same', () => {
    const kept = rotated.signing_keys.filter(({ id }) => id === third.id)
    const { change } = checkRequest(request({ ...rotated, signing_keys: kept }), fileOf(root))
    expect(change.dropped).toEqual([first.id, second.id])
  })

  it.each<[string, KeysetRequest, string | RegExp]>([
    ['after a gap', request({ ...rotated, number: 4 }), 'keyset.gap'],
    ['of another FORGE', request({ ...rotated, forge_id: thief.id }), /^keyset\./],
    ['whose epoch falls', request({ ...rotated, epoch: 0 }), /^keyset\./],
    [
      'with a root key of somebody else’s',
      request({ ...rotated, roots: [{ id: thief.id, public_key: thief.publicKey }] }),
      /^keyset\./,
    ],
    [
      'after a keyset that another root key signed',
      request(rotated, sealKeyset(aKeyset(thief, [first]), [thief])),
      'keyset.wrong_root',
    ],
  ])('%s is refused', (_what, asked, code) => {
    expect(() => checkRequest(asked, fileOf(root))).toThrowError(refusal(code))
  })

  it('whose previous keyset was altered is refused', () => {
    const asked = request(rotated)
    const text = Buffer.from(asked.previous.payload, 'base64').toString().replace('"epoch":1', '"epoch":9')
    const previous = { ...asked.previous, payload: Buffer.from(text).toString('base64') }
    expect(() => checkRequest({ ...asked, previous }, fileOf(root))).toThrowError(refusal(/^keyset\./))
  })
})

describe('a root key file', () => {
  it('whose halves are of two keys is refused before anything is signed', () => {
    const mixed = fileOf(root, { private_key: thief.privateKey })
    expect(() => checkRequest(request(rotated), mixed)).toThrowError(refusal('key_file.malformed'))
  })

  it('of a root key that was replaced names the one to sign with', () => {
    const replaced = nextKeyset(held, { root: { id: newRoot.id, public_key: newRoot.publicKey } }, NOW)
    const next = nextKeyset(replaced, { add: listSigningKey(third, NOW) }, NOW)
    const asked = request(next, sealKeyset(replaced, [root, newRoot]))
    expect(() => checkRequest(asked, fileOf(root))).toThrowError(
      expect.objectContaining({
        code: 'root_key.wrong',
        message: `The root key ${root.id} was replaced before keyset 2. Sign with the newest one, ${newRoot.id}.`,
      }),
    )
    expect(checkRequest(asked, fileOf(newRoot)).change).toMatchObject({ number: 3, added: [third.id] })
  })
})

describe('a keyset that is signed away from the server', () => {
  const chain = openKeysets([sealKeyset(held, [root])], { root: root.publicKey })

  it('follows what instances hold', () => {
    const { envelope } = signRequest(checkRequest(request(rotated), fileOf(root)))
    expect(openKeysets([bytesOf(envelope)], { held: chain }).newest).toEqual(rotated)
  })

  it('with a new root key is followed by who pinned the old one and by who pins the new one', () => {
    const { envelope } = signRequest(checkRequest(request(rotated), fileOf(root)), newRoot)
    const { newest } = openKeysets([bytesOf(envelope)], { held: chain })
    expect(newest.roots).toEqual([{ id: newRoot.id, public_key: newRoot.publicKey }])
    expect(newest.forge_id).toBe(root.id)
    expect(openKeysets([bytesOf(envelope)], { root: newRoot.publicKey }).newest).toEqual(newest)
    expect(() => openKeysets([bytesOf(envelope)], { root: thief.publicKey })).toThrowError(refusal('keyset.wrong_root'))
  })
})

describe('the keyset after another', () => {
  it('leaves keys out that have ended by then, and keeps the rest as it was', () => {
    const end = '2026-06-01T12:00:00Z'
    const ending = {
      ...held,
      signing_keys: held.signing_keys.map((key) => (key.id === first.id ? { ...key, not_after: end } : key)),
    }
    const next = nextKeyset(ending, {}, NOW)
    expect(next).toEqual({ ...held, number: 2, issued_at: NOW.toISOString(), signing_keys: [held.signing_keys[1]] })
  })

  it('lets a new key sign for a year', () => {
    expect(listSigningKey(third, NOW)).toEqual({
      id: third.id,
      public_key: third.publicKey,
      not_after: '2027-06-01T12:00:00.000Z',
    })
  })

  it('keeps what was revoked before revoked', () => {
    const one = nextKeyset(held, { revoke: first.id }, NOW)
    const two = nextKeyset(one, { revoke: second.id }, NOW)
    expect([two.revoked, two.epoch, two.signing_keys]).toEqual([[first.id, second.id], 3, []])
  })
})
