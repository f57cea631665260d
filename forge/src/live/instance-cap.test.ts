import { randomUUID } from 'node:crypto'
import type { DeliveryList, LiveInstance, Quota } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { environmentOf } from '../../test/support/factories.js'
import { insertInstance } from '../../test/support/instance-row.js'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { handshake, type RawInstance, rawInstance, refusal } from '../../test/support/raw-instance.js'
import { rawReceivers } from '../../test/support/raw-receivers.js'
import { accessToken, deliveries } from '../../test/support/release.js'
import { forgetInstances } from './forget-instances.js'
import { changeQuotas } from '../quotas/quota-service.js'
import { MAX_INSTANCES } from './instance-cap.js'

const DAY = 24 * 60 * 60 * 1_000
let ahead = 0
let office: LiveOffice
let place: { project_id: string; environment_id: string }
const open: RawInstance[] = []
beforeAll(async () => {
  office = await liveOffice({ elapsedMs: () => performance.now() + ahead })
  const { projectId, author } = office
  place = { project_id: projectId, environment_id: (await environmentOf(author, projectId)).id }
})
afterEach(() => {
  for (const { socket } of open.splice(0)) socket.disconnect()
})
afterAll(() => office.forge.close())

function connect(token: string, id: string = randomUUID()): RawInstance {
  const auth = handshake(token)
  const instance = rawInstance(office.forge.url, { ...auth, instance: { ...auth.instance, id } })
  open.push(instance)
  return instance
}

/** An access token that has named as many instances as it may. */
async function full(): Promise<{ value: string; tokenId: string }> {
  const { forge, author, projectId } = office
  const { value, access_token } = await accessToken(author, projectId)
  await insertInstance(forge, { ...place, id: `${access_token.id}-1`, access_token_id: access_token.id })
  await forge.ctx.db.raw(
    `INSERT INTO live_instances SELECT (jsonb_populate_record(i, jsonb_build_object('id', :token || '-' || n))).*
     FROM live_instances AS i, generate_series(2, :max::int) AS n WHERE i.access_token_id = :token::uuid`,
    { token: access_token.id, max: MAX_INSTANCES },
  )
  return { value, tokenId: access_token.id }
}

describe('an instance that was silent for 30 days', () => {
  it('is forgotten, and what it did with a publication is not', async () => {
    const { forge, author, projectId } = office
    const told = connect(office.token)
    await told.welcome
    const listed = async (): Promise<string[]> => {
      const { body } = await author.call('get', `/projects/${projectId}/environments/production/instances`).expect(200)
      return body.instances.map(({ id }: LiveInstance) => id)
    }
    await expect.poll(listed, { timeout: 10_000 }).toContain(told.id)
    const publication = await office.publishText('Remember me, {{name}}')
    await told.pushed(2)
    told.ack({ epoch: publication.epoch, sequence: publication.sequence })
    const rowOf = (list: DeliveryList) => list.deliveries.find(({ instance_id }) => instance_id === told.id)
    await deliveries(author, publication, (list) => rowOf(list)?.state === 'applied')
    told.socket.disconnect()
    const rows = () => forge.ctx.db('live_instances').where({ id: told.id })
    await expect.poll(async () => (await rows())[0]?.connected, { timeout: 10_000 }).toBe(false)
    const silentFor = async (ms: number): Promise<number> => {
      await rows().update({ last_seen_at: new Date(Date.now() - ms) })
      await forgetInstances(forge.ctx)
      return (await rows()).length
    }
    expect(await silentFor(29 * DAY)).toBe(1)
    await expect.poll(() => silentFor(31 * DAY), { timeout: 10_000 }).toBe(0)
    expect(rowOf(await deliveries(author, publication))).toMatchObject({ state: 'applied', app: '', host: '' })
  })
})

describe('an access token that has named as many instances as it may', () => {
  it('names no new one by a socket or by HTTP, is told why, and goes on for those that are known', async () => {
    const { value, tokenId } = await full()
    await connect(value, `${tokenId}-7`).welcome
    expect(await refusal(connect(value))).toMatchObject({
      code: 'instance.limit_reached',
      message: expect.stringContaining('cacheDir'),
      retry_after_ms: 300_000,
    })
    const at = { url: office.forge.url, projectId: office.projectId, token: value }
    await expect(rawReceivers(at, ['one-more'])).rejects.toThrow('instance.limit_reached')
    const known = await rawReceivers(at, [`${tokenId}-8`])
    known.close()
    await connect(office.token).welcome
  })

  it('names new ones again when the old ones are silent for a day', async () => {
    const { value, tokenId } = await full()
    const at = { url: office.forge.url, projectId: office.projectId, token: value }
    await expect(rawReceivers(at, ['early'])).rejects.toThrow('instance.limit_reached')
    const last_seen_at = new Date(Date.now() - DAY)
    await office.forge.ctx.db('live_instances').where({ access_token_id: tokenId }).update({ last_seen_at })
    await expect(rawReceivers(at, ['early'])).rejects.toThrow('instance.limit_reached')
    ahead += 61_000
    const late = await rawReceivers(at, ['late'])
    late.close()
  })
})

describe('an organisation that has as many instances as it may', () => {
  const allow = (instances: number) =>
    changeQuotas(office.forge.ctx, { kind: 'system', id: 'operator' }, office.organisationId, { instances })
  const used = async (): Promise<number> => {
    const { body } = await office.author.call('get', `/organisations/${office.organisationId}/quotas`).expect(200)
    return body.quotas.find(({ kind }: Quota) => kind === 'instances').used
  }
  /** What a socket hears once FORGE has looked after its tokens, which a clock that jumps makes it doubt for a moment. */
  const answerTo = async (token: string, id?: string): Promise<unknown> => {
    for (;;) {
      const { socket } = connect(token, id)
      const answer = await new Promise<{ code: string } | undefined>((resolve) => {
        socket.once('connect', () => resolve(undefined))
        socket.once('connect_error', (error: Error & { data?: { code: string } }) => resolve(error.data))
      })
      if (answer?.code !== 'forge.unavailable') return answer ?? 'welcome'
      socket.disconnect()
    }
  }
  const later = (): void => void (ahead += 31_000)

  it('takes no new one by a socket or by HTTP with whatever token, is told why, and goes on for those that it has', async () => {
    const known = randomUUID()
    expect(await answerTo(office.token, known)).toBe('welcome')
    await expect.poll(used, { timeout: 10_000 }).toBeGreaterThan(0)
    await allow(await used())
    later()
    const told = { code: 'quota.reached', message: expect.stringContaining('anvil-forge quota set') }
    expect(await answerTo(office.token)).toMatchObject(told)
    const { value } = await accessToken(office.author, office.projectId)
    expect(await answerTo(value)).toMatchObject(told)
    const at = { url: office.forge.url, projectId: office.projectId, token: value }
    await expect(rawReceivers(at, ['one-more'])).rejects.toThrow('quota.reached')
    expect(await answerTo(value, known)).toBe('welcome')
  })

  it('takes a new one as soon as it may have more', async () => {
    await allow(0)
    later()
    expect(await answerTo(office.token)).toMatchObject({ code: 'quota.reached' })
    await allow(50_000)
    ahead += 6_000
    expect(await answerTo(office.token)).toBe('welcome')
  })
})
