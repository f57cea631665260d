import type { Ack } from '@anvil/shared'
import type { Knex } from 'knex'
import type * as Places from '../../src/live/fleet-place-store.js'
import type * as Fleet from '../../src/live/fleet-store.js'
import type * as PastDeliveries from '../../src/live/past-delivery-store.js'
import type * as SyncAnswers from '../../src/live/sync-answer-store.js'
import type * as Syncs from '../../src/live/sync-store.js'
import type { Calls } from './store-probes.js'
import { BATCH_ID, type StoreScene } from './store-scene.js'

const ACK: Ack = { epoch: 1, sequence: 1, result: 'applied', took_ms: 1 }
const REQUEST = '00000000-0000-4000-8000-00000000000a'

/** What is asked about the fleet, and of it. */
export const FLEET_PROBES = {
  'live/fleet-store': (store: typeof Fleet, { me, other, at }: StoreScene): Calls => {
    const fleet = { environmentId: me.environmentId, at }
    return [
      (trx) => store.listFleet(trx, fleet),
      (trx) => store.listFleet(trx, fleet, { q: 'batch', light: 'behind', limit: 5 }),
      (trx) => store.listFleet(trx, fleet, { light: 'silent' }),
      (trx) => store.listFleet(trx, fleet, { runs: 'nothing' }),
      (trx) => store.listFleet(trx, fleet, { runs: '1-7' }),
      (trx) => store.listFleet(trx, fleet, { access_token_id: me.projectId }),
      (trx) => store.listFleet(trx, fleet, { cursor: BATCH_ID }),
      (trx) => store.listFleet(trx, fleet, { cursor: other.instanceId }),
      (trx) => store.countFleet(trx, fleet, {}),
      (trx) => store.countLights(trx, fleet, {}),
      (trx) => store.countGroups(trx, fleet, {}),
      async (trx) => {
        const deaf = { connected: false, receiver_url: null, labels: { region: 'eu' } }
        await trx('live_instances').where({ environment_id: me.environmentId, id: BATCH_ID }).update(deaf)
        return [await store.countGroups(trx, fleet, {}), await store.listFleet(trx, fleet, { q: 'region=us' })]
      },
      (trx) => store.getInstance(trx, fleet, me.instanceId),
      (trx) => store.getInstance(trx, fleet, other.instanceId),
    ]
  },
  'live/fleet-place-store': (store: typeof Places, { me, stagingId }: StoreScene): Calls => [
    (trx) => store.listPlaces(trx, me.environmentId, [0, 1]),
    (trx) => store.listPlaces(trx, stagingId, [0, 1]),
  ],
  'live/past-delivery-store': (store: typeof PastDeliveries, { me, other, stagingId }: StoreScene): Calls => {
    const key = { environment_id: me.environmentId, id: me.instanceId }
    return [
      (trx) => store.listPastDeliveries(trx, key, { limit: 5 }),
      (trx) => store.listPastDeliveries(trx, key, { limit: 5, before: 1 }),
      (trx) => store.listPastDeliveries(trx, { ...key, id: other.instanceId }, { limit: 5 }),
      (trx) => store.listPastDeliveries(trx, { ...key, environment_id: stagingId }, { limit: 5 }),
    ]
  },
  'live/sync-store': (store: typeof Syncs, { me, other, at, stagingId }: StoreScene): Calls => {
    const place = { project_id: me.projectId, environment_id: me.environmentId, epoch: 1, sequence: 1 }
    const row = { id: REQUEST, ...place, created_by: me.owner.id, created_at: at }
    const ids = [BATCH_ID, me.instanceId, other.instanceId]
    return [
      (trx) => store.getSyncRequest(trx, me.environmentId, me.syncRequestId),
      (trx) => store.getSyncRequest(trx, me.environmentId, other.syncRequestId),
      (trx) => store.getSyncRequest(trx, stagingId, me.syncRequestId),
      ...[{ ids }, { ids: [me.instanceId] }, { matching: {} }].map((select): Calls[number] => async (trx) => {
        const deaf = { environment_id: me.environmentId, id: BATCH_ID }
        await trx('live_instances').where(deaf).update({ receiver_url: null })
        await trx.transaction((inner) => store.insertSyncRequest(inner, row, select))
      }),
    ]
  },
  'live/sync-answer-store': (store: typeof SyncAnswers, { me, at, longAgo }: StoreScene): Calls => {
    const asked = { request_id: me.syncRequestId, environment_id: me.environmentId }
    const ack = { ...ACK, environment_id: me.environmentId, instance_id: BATCH_ID }
    const untold = { instance_id: BATCH_ID, code: 'receiver.unreachable', detail: '' }
    return [
      async (trx) => {
        const all = await store.listAsked(trx)
        return all.filter(({ request_id }) => request_id === me.syncRequestId)
      },
      (trx) => store.claimAsked(trx, [{ ...asked, instance_id: BATCH_ID }], at),
      async (trx) => {
        await ofMine(trx, me).update({ state: 'asked' })
        return store.claimAsked(trx, [{ ...asked, instance_id: BATCH_ID }], at)
      },
      (trx) => store.noteSyncAnswers(trx, [ack], at),
      (trx) => store.noteSyncAnswers(trx, [{ ...ack, sequence: 0 }], at),
      (trx) => store.noteUntold(trx, me.environmentId, [untold], at),
      async (trx) => {
        await ofMine(trx, me).update({ updated_at: longAgo })
        await ofMine(trx, me).where({ instance_id: BATCH_ID }).update({ state: 'applied' })
        return store.giveUpAsked(trx, at)
      },
      async (trx) => {
        await trx('sync_requests').where({ id: me.syncRequestId }).update({ created_at: longAgo })
        await store.deleteOldSyncRequests(trx, new Date(longAgo.getTime() + 1))
      },
    ]
  },
}

const ofMine = (trx: Knex.Transaction, { syncRequestId }: StoreScene['me']) =>
  trx('sync_answers').where({ request_id: syncRequestId })
