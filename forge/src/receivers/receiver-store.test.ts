import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Publication } from '@anvil/shared/api'
import { type Office, openOffice } from '../../test/support/content.js'
import { environmentOf } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { insertInstance, type InstanceRow } from '../../test/support/instance-row.js'
import { type PrintShop, printShop } from '../../test/support/print-shop.js'
import { accessToken } from '../../test/support/release.js'
import { findGoodToken, listPublishedBundles, listReceivers, noteUnreached } from './receiver-store.js'

const NOON = Date.parse('2026-06-01T12:00:00Z')
const ago = (ms: number): Date => new Date(NOON - ms)
const [SECOND, DAY] = [1_000, 24 * 60 * 60 * 1_000]
const URL_OF_ONE = 'https://app.example/anvil/receive'
const forge = testForge({ now: () => ago(0) })
let office: Office
let shop: PrintShop
let place: { project_id: string; environment_id: string }
let tokenId: string
beforeAll(async () => {
  office = await openOffice(forge)
  shop = await printShop(office)
  place = { project_id: shop.projectId, environment_id: (await environmentOf(office.author, shop.projectId)).id }
})
beforeEach(async () => {
  await forge.ctx.db('live_instances').delete()
  tokenId = (await accessToken(office.author, shop.projectId)).access_token.id
})

const seen = (id: string, row: Partial<InstanceRow> = {}) =>
  insertInstance(forge, { ...place, id, access_token_id: tokenId, receiver_url: URL_OF_ONE, by_socket: false, ...row })
const receivers = async (): Promise<string[]> =>
  (await listReceivers(forge.ctx.db, place.environment_id, ago(0))).map(({ instance_id }) => instance_id).toSorted()
const endToken = (change: object) => forge.ctx.db('access_tokens').where({ id: tokenId }).update(change)

describe('a receiver', () => {
  it('is an instance with an address that was heard of within a day', async () => {
    await seen('now')
    await seen('almost a day', { last_seen_at: ago(DAY - 1), connected: false })
    await seen('a day', { last_seen_at: ago(DAY) })
    await seen('no address', { receiver_url: null })
    const staging = await environmentOf(office.author, shop.projectId, 'staging')
    await seen('elsewhere', { environment_id: staging.id })
    expect(await receivers()).toEqual(['almost a day', 'now'])
    expect(await listReceivers(forge.ctx.db, place.environment_id, ago(0))).toContainEqual({
      instance_id: 'now',
      receiver_url: URL_OF_ONE,
      access_token_id: tokenId,
    })
  })

  it('is not one whose socket tells it, until that was silent for two heartbeats or hung up', async () => {
    await seen('talks', { by_socket: true, connected: true })
    await seen('fades', { by_socket: true, connected: true, last_seen_at: ago(60 * SECOND - 1) })
    await seen('silent', { by_socket: true, connected: true, last_seen_at: ago(60 * SECOND) })
    await seen('hung up', { by_socket: true, connected: false })
    expect(await receivers()).toEqual(['hung up', 'silent'])
  })

  it('gets nothing under an access token that was revoked or has ended, nor one that is not there', async () => {
    await seen('with a token')
    await seen('without', { access_token_id: null })
    expect(await receivers()).toEqual(['with a token'])
    await endToken({ expires_at: ago(-1) })
    expect(await receivers()).toEqual(['with a token'])
    expect(await findGoodToken(forge.ctx.db, tokenId, ago(0))).toBeInstanceOf(Buffer)
    for (const end of [{ expires_at: ago(0) }, { expires_at: null, revoked_at: ago(0) }]) {
      await endToken(end)
      expect(await receivers()).toEqual([])
      expect(await findGoodToken(forge.ctx.db, tokenId, ago(0))).toBeUndefined()
    }
  })
})

describe('a publication by HTTP', () => {
  const detail = 'The receiver can’t be reached: <script> 🜂.'
  const deliver = async (states: Record<string, string>): Promise<Publication> => {
    const made = await shop.publish(await shop.locked(crypto.randomUUID(), { [`a.${crypto.randomUUID()}`]: 'x' }))
    await forge.ctx.db('deliveries').where({ publication_id: made.id }).delete()
    const row = { ...place, publication_id: made.id, connected: true, created_at: ago(0), updated_at: ago(0) }
    for (const [instance_id, state] of Object.entries(states))
      await forge.ctx.db('deliveries').insert({ ...row, instance_id, state })
    return made
  }
  const statesOf = async ({ id }: Publication): Promise<Record<string, string>> => {
    const rows = await forge.ctx.db('deliveries').where({ publication_id: id })
    return Object.fromEntries(rows.map(({ instance_id, state }) => [instance_id, state]))
  }
  const unreached = (id: string) => ({ instance_id: id, code: 'receiver.unreachable', detail })

  it('is unreached where nothing was heard, and takes back nothing that an instance said', async () => {
    const states = { a: 'queued', b: 'sent', c: 'unreachable', d: 'applied', e: 'rejected', f: 'frozen', g: 'current' }
    const publication = await deliver(states)
    const other = await deliver({ a: 'sent' })
    const told = await noteUnreached(forge.ctx.db, publication.id, Object.keys(states).map(unreached), ago(-5))
    expect(told.map(({ result }) => result)).toEqual(['unreachable', 'unreachable', 'unreachable'])
    const missed = { a: 'unreachable', b: 'unreachable', c: 'unreachable' }
    expect(await statesOf(publication)).toEqual({ ...states, ...missed })
    expect(await statesOf(other)).toEqual({ a: 'sent' })
    const rows = await forge.ctx
      .db('deliveries')
      .where({ publication_id: publication.id, code: 'receiver.unreachable' })
    const written = rows.filter((row) => row.detail === detail && row.updated_at.getTime() === NOON + 5)
    expect([rows.length, written.length]).toEqual([3, 3])
  })

  it('that reached everybody changes nothing', async () => {
    const publication = await deliver({ a: 'sent' })
    expect(await noteUnreached(forge.ctx.db, publication.id, [], ago(0))).toEqual([])
    expect(await noteUnreached(forge.ctx.db, publication.id, [unreached('nobody')], ago(0))).toEqual([])
    expect(await statesOf(publication)).toEqual({ a: 'sent' })
  })

  it('gives out its own bundles by their digests, and no others', async () => {
    const [first, second] = [await deliver({}), await deliver({})]
    const digest = (of: Publication) => of.bundles.map(({ sha256 }) => sha256)
    const added = digest(second).filter((sha256) => !digest(first).includes(sha256))
    expect(added).toHaveLength(1)
    const ask = (of: Publication, digests: string[]) => listPublishedBundles(forge.ctx.db, of.id, digests)
    expect((await ask(second, [...added, 'f'.repeat(64)])).map(({ sha256 }) => sha256)).toEqual(added)
    expect(await ask(first, added)).toEqual([])
    expect(await ask(second, [])).toEqual([])
  })
})
