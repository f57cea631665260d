import { randomUUID } from 'node:crypto'
import type { Envelope, Manifest } from '@anvil/shared'
import type { Publication } from '@anvil/shared/api'
import { generateKey, sealManifest } from '@anvil/shared/bundle'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { handshake, rawInstance } from '../../test/support/raw-instance.js'
import { accessToken, publication } from '../../test/support/release.js'
import { toManifestEntry } from '../publishing/running-bundles.js'
import { revokeSigningKey, rotateSigningKey } from '../signing/keyset-service.js'
import { listKeysetEnvelopes } from '../signing/signing-store.js'
import { repairSequences } from './repair-service.js'

const operator = { kind: 'system', id: 'operator:ada' } as const
let office: LiveOffice
beforeEach(async () => {
  office = await liveOffice()
})
afterEach(() => office.forge.close())

const jsonOf = (envelope: Uint8Array): Envelope => JSON.parse(Buffer.from(envelope).toString())
const ctx = () => office.forge.ctx
const head = async () => (await office.author.call('get', headPath()).expect(200)).body
const headPath = () => `/projects/${office.projectId}/environments/production/head`

const versions = () => office.first.bundles.map(({ prompt_set_id, version }) => ({ prompt_set_id, version }))

/** A manifest that this FORGE signed and then lost, as by a restored backup. */
async function lost(sequence: number, change: Partial<Manifest> = {}): Promise<Envelope> {
  const signer = await ctx().signing.current(ctx().db)
  const bundles = office.first.bundles.map(toManifestEntry)
  const content = { project_id: office.projectId, environment: 'production', sequence, bundles, ...change }
  return jsonOf(signer.signManifest(content).envelope)
}

async function prove(
  manifest: unknown,
  { keysets = [] as unknown[], token = office.token, project = office.projectId } = {},
) {
  const response = await fetch(`${office.forge.url}/api/v1/projects/${project}/proof`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ instance_id: 'shop-1', manifest, keysets }),
  })
  const body: { ahead?: boolean; error?: { code: string } } = JSON.parse(await response.text())
  return { status: response.status, ahead: body.ahead, code: body.error?.code }
}

describe('an environment that is behind its instances', () => {
  it('shows it, and publishes nothing until the operator repairs the sequence', async () => {
    expect((await head()).behind_fleet).toBeNull()
    expect(await prove(await lost(17))).toMatchObject({ status: 200, ahead: true })
    expect((await head()).behind_fleet).toMatchObject({ epoch: 1, sequence: 17, instance_id: 'shop-1' })
    await expect(office.publishText('Lost, {{name}}')).rejects.toThrow(/got 409/)
    const refused = await publication(office.author, office.projectId, { kind: 'rollback', to_sequence: 0 })
    expect([refused.status, refused.body.error.code]).toEqual([409, 'environment.behind_fleet'])
    expect(refused.body.error.message).toMatch(
      /run sequence 17, and this FORGE is at 1: .* "anvil-forge repair-sequence"/,
    )
    expect((await head()).sequence).toBe(1)

    const repair = await repairSequences(ctx(), operator)
    expect(repair).toMatchObject({
      keysets: [],
      environments: [
        {
          project: 'Support desk',
          environment: 'production',
          head: { epoch: 1, sequence: 1 },
          fleet: { epoch: 1, sequence: 17, versions: { onboarding: '1.0.0' } },
          next_sequence: 18,
        },
      ],
    })
    expect(await head()).toMatchObject({ sequence: 1, behind_fleet: null })
    const { body }: { body: Publication } = await publication(office.author, office.projectId, {
      kind: 'rollback',
      to_sequence: 0,
    }).expect(201)
    expect([body.sequence, body.previous_sequence]).toEqual([18, 1])
    expect((await repairSequences(ctx(), operator)).environments).toEqual([])
  })

  it('may publish what it runs already once it is repaired, for its instances run something else', async () => {
    await prove(await lost(5))
    await repairSequences(ctx(), operator)
    const same = { kind: 'publish', sets: versions() }
    expect((await publication(office.author, office.projectId, same).expect(201)).body.sequence).toBe(6)
    expect((await publication(office.author, office.projectId, same)).body.error.code).toBe(
      'publication.nothing_changed',
    )
  })

  it('holds its other environments up in nothing', async () => {
    await prove(await lost(17))
    const body = { kind: 'publish', sets: versions() }
    await publication(office.author, office.projectId, body, { environment: 'staging' }).expect(201)
  })

  it('keeps the proof that goes furthest', async () => {
    for (const sequence of [5, 17, 9]) await prove(await lost(sequence))
    expect((await head()).behind_fleet.sequence).toBe(17)
  })

  it('counts other content under its own sequence as ahead, also after a publish to that sequence', async () => {
    expect((await prove(await lost(1))).ahead).toBe(false)
    expect((await prove(await lost(1, { bundles: [] }))).ahead).toBe(true)
    expect((await repairSequences(ctx(), operator)).environments).toMatchObject([{ next_sequence: 2 }])
    expect((await prove(await lost(1, { bundles: [] }))).ahead).toBe(false)
  })

  it('keeps who repaired what in the audit trail', async () => {
    await prove(await lost(17))
    await repairSequences(ctx(), operator)
    const entry = await ctx().db('audit_entries').where({ action: 'environment.sequence_repaired' }).first()
    expect(entry).toMatchObject({ actor_id: 'operator:ada', details: { fleet: { sequence: 17 }, next_sequence: 18 } })
  })
})

describe('a proof', () => {
  it('is nothing where the instance runs what FORGE knows', async () => {
    expect((await prove(await lost(0))).ahead).toBe(false)
    expect((await prove((await head()).envelope)).ahead).toBe(false)
    expect(await ctx().db('fleet_proofs')).toEqual([])
  })

  it('by a stranger is refused, and publishing goes on', async () => {
    const stranger = generateKey()
    const payload = JSON.parse(Buffer.from((await lost(17)).payload, 'base64').toString())
    const forged = jsonOf(sealManifest(payload, stranger))
    expect(await prove(forged)).toMatchObject({ status: 422, code: 'manifest.unknown_key' })
    const altered = {
      ...(await lost(17)),
      payload: Buffer.from(JSON.stringify({ ...payload, sequence: 18 })).toString('base64'),
    }
    expect(await prove(altered)).toMatchObject({ status: 422, code: 'manifest.bad_signature' })
    expect((await office.publishText('Going on')).sequence).toBe(2)
  })

  it.each([
    ['another environment', { environment: 'staging' }],
    ['another project', { project_id: randomUUID() }],
  ])('of %s is refused', async (_what, change) => {
    expect(await prove(await lost(17, change))).toMatchObject({ status: 422, code: 'manifest.wrong_target' })
  })

  it('needs a good token of its project', async () => {
    const manifest = await lost(17)
    expect(await prove(manifest, { token: 'anv_nothing' })).toMatchObject({ status: 401, code: 'token.invalid' })
    expect(await prove(manifest, { project: randomUUID() })).toMatchObject({ status: 403, code: 'token.wrong_project' })
    const { value } = await accessToken(office.author, office.projectId, 'staging')
    expect(await prove(manifest, { token: value })).toMatchObject({ status: 422, code: 'manifest.wrong_target' })
    await office.author.call('post', `/projects/${office.projectId}/access-tokens/${office.tokenId}/revoke`).expect(200)
    expect(await prove(manifest)).toMatchObject({ status: 401, code: 'token.revoked' })
  })

  it.each([
    ['no envelope', {}, 'request.invalid'],
    [
      'an empty payload',
      { payloadType: 'x', payload: '', signatures: [{ keyid: 'a'.repeat(64), sig: '' }] },
      'manifest.malformed',
    ],
    [
      'no JSON',
      { payloadType: 'x', payload: 'AAAA', signatures: [{ keyid: 'a'.repeat(64), sig: '' }] },
      'manifest.malformed',
    ],
  ])('that holds %s is refused', async (_what, manifest, code) => {
    expect((await prove(manifest)).code).toBe(code)
  })

  it('is asked for by the welcome to an instance that says it has more, which alone proves nothing', async () => {
    const instance = rawInstance(office.forge.url, handshake(office.token, { have: { epoch: 1, sequence: 99 } }))
    expect((await instance.welcome).prove).toBe(true)
    const current = rawInstance(office.forge.url, handshake(office.token, { have: { epoch: 1, sequence: 1 } }))
    expect((await current.welcome).prove).toBe(false)
    expect((await office.publishText('Going on')).sequence).toBe(2)
    instance.socket.close()
    current.socket.close()
  })

  it('under a key that was revoked since counts for nothing', async () => {
    const thiefs = await lost(Number.MAX_SAFE_INTEGER - 1)
    expect((await prove(thiefs)).ahead).toBe(true)
    await expect(repairSequences(ctx(), operator)).rejects.toMatchObject({
      code: 'environment.implausible_proof',
      message: expect.stringMatching(/somebody else holds a signing key.*anvil-forge keys revoke/),
    })
    const key = await ctx().db('signing_keys').where({ role: 'signing' }).first()
    await revokeSigningKey(ctx(), operator, key.id)
    expect(await prove(thiefs)).toMatchObject({ status: 422, code: 'manifest.revoked_key' })
    await expect.poll(async () => (await head()).behind_fleet, { timeout: 10_000 }).toBeNull()
    expect((await office.publishText('Going on')).sequence).toBe(2)
  })
})

describe('keys that were made after the backup', () => {
  /** Makes a keyset and forgets it, as by a restored backup; what was signed under it and the keysets are what instances hold. */
  async function loseKeyset(): Promise<{ manifest: Envelope; keysets: Envelope[] }> {
    const before = await ctx().db('signing_keys')
    await rotateSigningKey(ctx(), operator)
    const manifest = await lost(17)
    const keysets = (await listKeysetEnvelopes(ctx().db, 0)).map(jsonOf)
    await ctx().db('keysets').where({ number: 2 }).delete()
    await ctx().db('signing_keys').delete()
    await ctx().db('signing_keys').insert(before)
    return { manifest, keysets }
  }

  it('are verified by the root key that signed them, and taken over', async () => {
    const { manifest, keysets } = await loseKeyset()
    expect(await prove(manifest)).toMatchObject({ status: 422, code: 'manifest.unknown_key' })
    expect(await prove(manifest, { keysets })).toMatchObject({ status: 200, ahead: true })
    expect((await repairSequences(ctx(), operator)).keysets).toEqual([2])
    expect((await listKeysetEnvelopes(ctx().db, 0)).map(jsonOf)).toEqual(keysets)
    expect((await office.publishText('Going on')).sequence).toBe(18)
  })

  it('are followed, not contradicted, by the next keyset of this FORGE', async () => {
    const { manifest, keysets } = await loseKeyset()
    await prove(manifest, { keysets })
    expect((await rotateSigningKey(ctx(), operator)).keyset.number).toBe(3)
    expect((await listKeysetEnvelopes(ctx().db, 0)).map(jsonOf).slice(0, 2)).toEqual(keysets)
  })

  it('cost one more keyset where none of their signing keys is here', async () => {
    const { manifest, keysets } = await loseKeyset()
    await prove(manifest, { keysets })
    await ctx().db('signing_keys').where({ role: 'signing' }).update({ private_key_encrypted: null })
    expect((await repairSequences(ctx(), operator)).keysets).toEqual([2, 3])
    expect((await office.publishText('Going on')).sequence).toBe(18)
  })
})
