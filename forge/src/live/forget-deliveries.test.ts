import type { DeliveryList, LiveInstance, Publication } from '@anvil/shared/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { handshake, rawInstance } from '../../test/support/raw-instance.js'
import { deliveries } from '../../test/support/release.js'
import { forgetDeliveries } from './forget-deliveries.js'

const DAY = 24 * 60 * 60 * 1_000
let office: LiveOffice
beforeAll(async () => {
  office = await liveOffice({}, { ANVIL_KEEP_DELIVERIES_DAYS: '10' })
})
afterAll(() => office.forge.close())

it('forgets what instances did with old publications, and neither them nor what was done with the newest', async () => {
  const { forge, author, projectId } = office
  const instance = rawInstance(forge.url, handshake(office.token))
  await instance.welcome
  const listed = async (): Promise<LiveInstance[]> =>
    (await author.call('get', `/projects/${projectId}/environments/production/instances`).expect(200)).body.instances
  await expect.poll(listed, { timeout: 10_000 }).toHaveLength(1)
  const applied = async (publication: Publication): Promise<DeliveryList> => {
    await instance.pushed(publication.sequence)
    instance.ack({ epoch: publication.epoch, sequence: publication.sequence })
    return deliveries(author, publication, ({ counts }) => counts.applied === 1)
  }
  const old = await office.publishText('One')
  await applied(old)
  const newest = await office.publishText('Two')
  const { kept_since } = await applied(newest)
  instance.socket.disconnect()
  expect(kept_since).toBe(new Date(Math.floor(Date.now() / DAY - 10) * DAY).toISOString())
  const shown = async (publication: Publication) => {
    const { deliveries: rows } = await deliveries(author, publication)
    return rows.length
  }
  await forgetDeliveries({ ...forge.ctx, now: () => new Date(Date.now() + 9 * DAY) })
  expect([await shown(old), await shown(newest)]).toEqual([1, 1])
  await forgetDeliveries({ ...forge.ctx, now: () => new Date(Date.now() + 12 * DAY) })
  expect([await shown(old), await shown(newest)]).toEqual([0, 1])
  const path = `/projects/${projectId}/environments/production/publications/${old.id}`
  expect((await author.call('get', path).expect(200)).body).toMatchObject({ id: old.id, sequence: old.sequence })
})
