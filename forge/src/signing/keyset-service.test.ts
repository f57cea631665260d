import { randomBytes, randomUUID } from 'node:crypto'
import { type KeysetChain, openKeysets, openManifest, parseRootKey } from '@anvil/shared/bundle'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/support/database.js'
import type { OpenDatabase } from '../db/open-database.js'
import { createSecretBox } from '../secrets/secret-box.js'
import { listKeyStates } from './key-list.js'
import { makeNewIdentity, revokeSigningKey, rotateRoot, rotateSigningKey } from './keyset-service.js'
import { listKeys, listKeysetEnvelopes } from './signing-store.js'
import { openSigning, type Signing } from './signing.js'

const DAY_MS = 24 * 60 * 60 * 1000
const secrets = createSecretBox(randomBytes(32))
const operator = { kind: 'system', id: 'operator:ada' } as const
const content = { project_id: randomUUID(), environment: 'production', sequence: 4, bundles: [] }
let database: OpenDatabase
let signing: Signing
let now: Date

beforeEach(async () => {
  now = new Date('2026-01-15T10:30:00.000Z')
  database = await testDatabase()
  signing = await openSigning(database.db, { secrets, now: () => now })
})
afterEach(() => database.close())

const keys = () => ({ db: database.db, secrets, now: () => now })
const states = async () =>
  (await listKeyStates(database.db, now)).map(({ role, state }) => `${role} ${state}`).toSorted()
const chainOf = async (rootKey: string): Promise<KeysetChain> =>
  openKeysets(await listKeysetEnvelopes(database.db, 0), { root: parseRootKey(rootKey) })
const sign = async () => (await signing.current(database.db)).signManifest(content)

/** Whether a client that holds this chain takes what is signed now. */
async function isTaken(chain: KeysetChain): Promise<boolean> {
  const { manifest, envelope } = await sign()
  const target = { forge_id: chain.forge_id, project_id: content.project_id, environment: 'production' }
  expect(openManifest(envelope, { chain, target }).manifest).toEqual(manifest)
  return true
}

describe('rotating the signing key', () => {
  it('lets an open FORGE sign with the new key at once, and keeps the old one trusted', async () => {
    const pinned = signing.rootKey
    const old = await sign()
    now = new Date(now.getTime() + 300 * DAY_MS)
    const { keyset, signingKey } = await rotateSigningKey(keys(), operator)
    expect(keyset).toMatchObject({ number: 2, epoch: 1, revoked: [] })
    const chain = await chainOf(pinned)
    expect(await isTaken(chain)).toBe(true)
    expect((await sign()).manifest).toMatchObject({ keyset: 2, epoch: 1, sequence: 4 })
    expect(openManifest(old.envelope, { chain, target: { ...content, forge_id: chain.forge_id } }).keyStanding).toBe(
      'current',
    )
    expect(signing.notAfter?.getTime()).toBe(now.getTime() + 365 * DAY_MS)
    expect(await states()).toEqual(['root root', 'signing signing', 'signing trusted'])
    const left = (await listKeys(database.db)).filter((key) => key.private_key_encrypted).map(({ id }) => id)
    expect(new Set(left)).toEqual(new Set([signing.forgeId, signingKey]))
  })

  it('leaves keys that have ended out of the keyset', async () => {
    now = new Date(now.getTime() + 366 * DAY_MS)
    await expect(sign()).rejects.toMatchObject({ code: 'signing_key.expired' })
    const { keyset } = await rotateSigningKey(keys(), operator)
    expect(keyset.signing_keys).toHaveLength(1)
    expect(await states()).toEqual(['root root', 'signing ended', 'signing signing'])
    expect(await isTaken(await chainOf(signing.rootKey))).toBe(true)
  })

  it('gives each of two operators who rotate at once a keyset of their own', async () => {
    const both = await Promise.all([rotateSigningKey(keys(), operator), rotateSigningKey(keys(), operator)])
    expect(new Set(both.map(({ keyset }) => keyset.number))).toEqual(new Set([2, 3]))
    expect((await chainOf(signing.rootKey)).newest.number).toBe(3)
  })
})

describe('revoking the signing key', () => {
  it('raises the epoch, signs with a new key, and lets nobody take what the old one signs', async () => {
    const stolen = (await chainOf(signing.rootKey)).newest.signing_keys[0]?.id ?? ''
    const thiefs = (await signing.current(database.db)).signManifest({ ...content, sequence: Number.MAX_SAFE_INTEGER })
    const { keyset, signingKey } = await revokeSigningKey(keys(), operator, stolen.slice(0, 8))
    expect(keyset).toMatchObject({ number: 2, epoch: 2, revoked: [stolen], signing_keys: [{ id: signingKey }] })
    const chain = await chainOf(signing.rootKey)
    expect(await isTaken(chain)).toBe(true)
    const target = { ...content, forge_id: chain.forge_id }
    expect(() => openManifest(thiefs.envelope, { chain, target })).toThrow(
      expect.objectContaining({ code: 'manifest.revoked_key' }),
    )
    expect(await states()).toEqual(['root root', 'signing revoked', 'signing signing'])
    const row = (await listKeys(database.db)).find(({ id }) => id === stolen)
    expect(row).toMatchObject({ private_key_encrypted: null, revoked_at: now })
  })

  it('makes no new key where another one signs', async () => {
    const first = (await chainOf(signing.rootKey)).newest.signing_keys[0]?.id ?? ''
    await rotateSigningKey(keys(), operator)
    const { keyset, signingKey } = await revokeSigningKey(keys(), operator, first)
    expect([keyset.number, keyset.epoch, signingKey]).toEqual([3, 2, undefined])
    expect(await isTaken(await chainOf(signing.rootKey))).toBe(true)
  })

  it.each([
    ['a key that is not there', 'ab'.repeat(32), 'key.not_found'],
    ['fewer than 8 digits', '', 'key.not_found'],
  ])('refuses %s', async (_what, name, code) => {
    await expect(revokeSigningKey(keys(), operator, name)).rejects.toMatchObject({ code })
  })

  it('refuses the root key, and a key that is revoked already', async () => {
    await expect(revokeSigningKey(keys(), operator, signing.forgeId)).rejects.toMatchObject({ code: 'key.not_found' })
    const [key] = (await chainOf(signing.rootKey)).newest.signing_keys
    await revokeSigningKey(keys(), operator, key?.id ?? '')
    await expect(revokeSigningKey(keys(), operator, key?.id ?? '')).rejects.toMatchObject({ code: 'key.revoked' })
    expect((await chainOf(signing.rootKey)).newest.number).toBe(2)
  })
})

describe('rotating the root key', () => {
  it('is followed by clients that pinned the old one, and lets new ones pin the new one', async () => {
    const before = signing.rootKey
    const forgeId = signing.forgeId
    await rotateRoot(keys(), operator)
    await sign()
    expect(signing.rootKey).not.toBe(before)
    expect(signing.forgeId).toBe(forgeId)
    await rotateSigningKey(keys(), operator)
    for (const pin of [before, signing.rootKey]) expect(await isTaken(await chainOf(pin))).toBe(true)
    expect(await states()).toEqual(['root retired', 'root root', 'signing signing', 'signing trusted'])
    const held = (await listKeys(database.db)).filter((key) => key.role === 'root' && key.private_key_encrypted)
    expect(held).toHaveLength(1)
  })
})

describe('a new identity', () => {
  it('starts over with keys that nobody who pinned the old root takes, in a higher epoch', async () => {
    const lost = signing.rootKey
    const old = await chainOf(lost)
    await rotateSigningKey(keys(), operator)
    const root = await makeNewIdentity(keys(), operator)
    const { manifest, envelope } = await sign()
    expect([signing.forgeId, manifest.keyset, manifest.epoch]).toEqual([root, 1, 2])
    expect(await isTaken(await chainOf(signing.rootKey))).toBe(true)
    const target = { ...content, forge_id: old.forge_id }
    expect(() => openManifest(envelope, { chain: old, target })).toThrow(
      expect.objectContaining({ code: 'manifest.unknown_key' }),
    )
    await expect(chainOf(lost)).rejects.toMatchObject({ code: 'keyset.wrong_root' })
    expect(await states()).toEqual([
      'root retired',
      'root root',
      'signing retired',
      'signing retired',
      'signing signing',
    ])
  })
})

it('keeps in the audit trail what was done to the keys and by whom', async () => {
  const { signingKey = '' } = await rotateSigningKey(keys(), operator)
  await revokeSigningKey(keys(), operator, signingKey)
  await rotateRoot(keys(), operator)
  await makeNewIdentity(keys(), operator)
  const trail = await database.db('audit_entries').where({ actor_id: operator.id }).orderBy('number')
  expect(trail.map(({ action, details }) => [action, details.keyset, details.epoch])).toEqual([
    ['key.rotated', 2, 1],
    ['key.revoked', 3, 2],
    ['root_key.rotated', 4, 2],
    ['forge.new_identity', undefined, undefined],
  ])
})
