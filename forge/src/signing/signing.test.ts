import { randomBytes, randomUUID } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import { openKeysets, openManifest, parseRootKey } from '@anvil/shared/bundle'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/support/database.js'
import type { OpenDatabase } from '../db/open-database.js'
import { createSecretBox } from '../secrets/secret-box.js'
import { listKeys, listKeysetEnvelopes } from './signing-store.js'
import { openSigning } from './signing.js'

const secrets = createSecretBox(randomBytes(32))
const start = new Date('2026-01-15T10:30:00.000Z')
let database: OpenDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const open = (at = start) => openSigning(database.db, { secrets, now: () => at })
const content = { project_id: randomUUID(), environment: 'production', sequence: 4, bundles: [] }

describe('openSigning', () => {
  it('makes the keys once, whatever number of nodes start at the same time', async () => {
    const nodes = await Promise.all([open(), open(), open(), open()])
    expect(new Set(nodes.map((node) => node.rootKey)).size).toBe(1)
    expect((await listKeys(database.db)).map((key) => key.role).sort()).toEqual(['root', 'signing'])
    expect(await listKeysetEnvelopes(database.db, 0)).toHaveLength(1)
    expect(await listKeysetEnvelopes(database.db, 1)).toEqual([])
  })

  it('keeps private keys encrypted, each bound to its own id', async () => {
    const [first, second] = await listKeys(database.db)
    const sealed = first?.private_key_encrypted
    if (!first || !second || !sealed) throw new Error('There should be two keys with their private halves')
    expect(() => secrets.open(sealed, `signing-key/${second.id}`)).toThrow()
    expect(secrets.open(sealed, `signing-key/${first.id}`)).toHaveLength(32)
  })

  it('signs what a client that pinned the root key verifies, fresh for seven days', async () => {
    const signing = await open()
    const { envelope, manifest } = (await signing.current(database.db)).signManifest(content)
    const chain = openKeysets(await listKeysetEnvelopes(database.db, 0), { root: parseRootKey(signing.rootKey) })
    const target = { forge_id: signing.forgeId, project_id: content.project_id, environment: 'production' }
    expect(openManifest(envelope, { chain, target }).manifest).toEqual(manifest)
    expect(manifest).toMatchObject({ epoch: 1, keyset: 1, sequence: 4, issued_at: start.toISOString() })
    expect(Date.parse(manifest.expires_at) - start.getTime()).toBe(7 * 24 * 60 * 60 * 1000)
  })

  it('names the FORGE after its first root key', async () => {
    const signing = await open()
    expect(signing.forgeId).toBe((await listKeys(database.db)).find((key) => key.role === 'root')?.id)
  })

  it('signs for a year, and then says what to do', async () => {
    expect((await open()).notAfter?.toISOString()).toBe('2027-01-15T10:30:00.000Z')
    const late = await (await open(new Date('2027-01-15T10:30:00.001Z'))).current(database.db)
    expect(() => late.signManifest(content)).toThrow(AnvilError)
    expect(() => late.signManifest(content)).toThrow(/anvil-forge keys rotate/)
  })

  it('signs nothing without the private half of a signing key', async () => {
    await database.db('signing_keys').update({ private_key_encrypted: null })
    const signing = await open()
    expect(signing.notAfter).toBeUndefined()
    await expect(signing.current(database.db)).rejects.toMatchObject({ code: 'signing_key.missing' })
  })
})
