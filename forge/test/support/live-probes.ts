import type { Ack, Heartbeat } from '@anvil/shared'
import type { Knex } from 'knex'
import type * as HeadLoader from '../../src/delivery/head-loader.js'
import type * as Deliveries from '../../src/live/delivery-store.js'
import type * as FailedDeliveries from '../../src/live/failed-delivery-store.js'
import type * as Targets from '../../src/live/delivery-targets.js'
import type * as InstanceReads from '../../src/live/instance-reads.js'
import type * as Instances from '../../src/live/instance-store.js'
import type * as ManifestPush from '../../src/live/manifest-push.js'
import type * as Outbox from '../../src/publishing/outbox-store.js'
import type * as Receivers from '../../src/receivers/receiver-store.js'
import type { Neighbour } from './neighbours.js'
import type { Calls } from './store-probes.js'
import { BATCH_ID, type StoreScene } from './store-scene.js'

const ACK: Ack = { epoch: 1, sequence: 1, result: 'applied', took_ms: 1 }
const BEAT: Heartbeat = {
  state: 'READY',
  mode: 'frozen',
  running: { epoch: 1, sequence: 1 },
  wanted: null,
  prompts: 7,
  counters: { renders: 0, errors: 0, missing: 0 },
}

/** What is asked of the work that FORGE does for LIVE instances beside their requests. */
export const LIVE_PROBES = {
  'live/instance-reads': (store: typeof InstanceReads, { me }: StoreScene): Calls => [
    (trx) => store.listDeliveries(trx, me.publicationId),
  ],
  'live/instance-store': (store: typeof Instances, scene: StoreScene): Calls => {
    const { me, other, at, longAgo, stagingId } = scene
    const key = { environment_id: me.environmentId, id: BATCH_ID }
    const place = { project_id: me.projectId, access_token_id: me.tokenId, address: '', by_socket: false, seen_at: at }
    const instance = { id: BATCH_ID, app: 'batch', host: 'night', pid: 7, sdk: 'test/1', runtime: 'node' }
    const handshake = { instance, mode: 'frozen', have: null, trust: 'pinned', insecure: false } as const
    return [
      (trx) => store.upsertInstances(trx, [{ key, ...place, handshake }], at),
      (trx) => store.noteHeartbeats(trx, [{ ...key, beat: BEAT }], at),
      (trx) => store.noteDisconnected(trx, [key], at),
      (trx) => store.listInstanceIds(trx, { environmentId: me.environmentId, tokenId: me.tokenId, since: longAgo }),
      (trx) => store.listInstanceIds(trx, { environmentId: me.environmentId, tokenId: me.projectId, since: longAgo }),
      (trx) => store.listInstanceIds(trx, { environmentId: stagingId, tokenId: me.tokenId, since: longAgo }),
      (trx) => store.isInstanceKnown(trx, key),
      (trx) => store.isInstanceKnown(trx, { ...key, id: other.instanceId }),
      (trx) => store.deleteSilentInstances(trx, new Date(longAgo.getTime() + 1)),
      (trx) => store.noteTokenUse(trx, [{ access_token_id: me.tokenId, address: '', instance: BATCH_ID }], at),
    ]
  },
  'live/delivery-store': (store: typeof Deliveries, { me, at, longAgo }: StoreScene): Calls => [
    (trx) => store.findAnnounced(trx, me.publicationId),
    (trx) => store.deleteOldDeliveries(trx, longAgo),
    async (trx) => {
      await trx('environment_heads').where({ environment_id: me.environmentId }).delete()
      await store.deleteOldDeliveries(trx, new Date(at.getTime() + 1e10))
    },
    async (trx) => {
      await ofMine(trx, me).update({ state: 'queued' })
      await store.markSent(trx, me.publicationId, [BATCH_ID], at)
    },
    (trx) => store.noteAcks(trx, [{ ...ACK, environment_id: me.environmentId, instance_id: BATCH_ID }], at),
    (trx) => store.markUnanswered(trx, at),
    async (trx) => {
      await ofMine(trx, me).update({ state: 'sent', updated_at: longAgo })
      return store.markUnanswered(trx, at)
    },
    async (trx) => {
      await ofMine(trx, me).where({ instance_id: BATCH_ID }).update({ updated_at: longAgo })
      await trx('live_instances').where({ environment_id: me.environmentId, id: BATCH_ID }).delete()
      return store.markUnanswered(trx, at)
    },
  ],
  'live/failed-delivery-store': (store: typeof FailedDeliveries, { me, at }: StoreScene): Calls =>
    [{}, { receiver_url: null }, { receiver_url: null, connected: false }].map(
      (change): Calls[number] =>
        async (trx) => {
          await ofMine(trx, me).update({ state: 'rejected' })
          await trx('live_instances')
            .where({ environment_id: me.environmentId, id: BATCH_ID })
            .update({ connected: true, last_seen_at: at, ...change })
          return store.requeueFailed(trx, me.publicationId, at)
        },
    ),
  'live/delivery-targets': (store: typeof Targets, { me, at, longAgo }: StoreScene): Calls => {
    const { publicationId: id, projectId: project_id, environmentId: environment_id } = me
    const place = { id, project_id, environment_id, epoch: 1, created_at: at }
    return [
      ...[0, 1].map((sequence): Calls[number] => async (trx) => {
        await ofMine(trx, me).delete()
        await trx('environment_heads').where({ environment_id }).update({ sequence })
        await store.insertDeliveries(trx, { ...place, sequence }, at)
      }),
      (trx) => store.insertDeliveries(trx, { ...place, sequence: 2 }, at),
      (trx) => store.insertDeliveries(trx, { ...place, sequence: 1, created_at: longAgo }, at),
    ]
  },
  'live/manifest-push': (store: typeof ManifestPush, { me, other }: StoreScene): Calls => [
    (trx) => store.changedBundles(trx, me.publicationId),
    (trx) => store.changedBundles(trx, other.projectId),
  ],
  'delivery/head-loader': (store: typeof HeadLoader, scene: StoreScene): Calls => [
    (trx) => store.loadHead(trx, scene.me.environmentId),
    (trx) => store.loadHead(trx, scene.stagingId),
    ...[scene.me, scene.other].map(
      (of): Calls[number] =>
        async (trx) =>
          store.findRunBundle(trx, scene.me.environmentId, await digestOf(trx, scene.version(of))),
    ),
  ],
  'publishing/outbox-store': (store: typeof Outbox, { me, at, longAgo }: StoreScene): Calls => {
    const claim = { now: at, until: at, evenClaimed: false }
    return [
      (trx) => store.claimUnannounced(trx, claim),
      async (trx) => {
        await store.claimUnannounced(trx, { ...claim, until: new Date(at.getTime() + 1) })
        const again = await store.claimUnannounced(trx, claim)
        return [again, await store.claimUnannounced(trx, { ...claim, until: longAgo, evenClaimed: true })]
      },
      (trx) => store.markAnnounced(trx, me.publicationId, longAgo),
      (trx) => store.announceAgain(trx, me.publicationId),
    ]
  },
  'receivers/receiver-store': (store: typeof Receivers, scene: StoreScene): Calls => {
    const { me, other, at, longAgo, endedTokenId } = scene
    const after = (change: object): Calls[number][] => [
      async (trx) => {
        await trx('access_tokens').where({ id: me.tokenId }).update(change)
        return [await store.listReceivers(trx, me.environmentId, at), await store.findGoodToken(trx, me.tokenId, at)]
      },
    ]
    const unreached = { code: 'receiver.unreachable', detail: '' }
    return [
      (trx) => store.listReceivers(trx, me.environmentId, at),
      async (trx) => {
        await trx('live_instances').where({ environment_id: me.environmentId }).update({ receiver_url: null })
        return store.listReceivers(trx, me.environmentId, at)
      },
      ...after({ revoked_at: at }),
      ...after({ expires_at: longAgo }),
      (trx) => store.findGoodToken(trx, me.tokenId, at),
      (trx) => store.findGoodToken(trx, endedTokenId, at),
      (trx) => store.findGoodToken(trx, me.projectId, at),
      (trx) => store.noteUnreached(trx, me.publicationId, [{ instance_id: BATCH_ID, ...unreached }], at),
      (trx) => store.noteUnreached(trx, me.publicationId, [{ instance_id: me.instanceId, ...unreached }], at),
      async (trx) => {
        const digests = [await digestOf(trx, scene.version(me)), await digestOf(trx, scene.version(other))]
        return store.listPublishedBundles(trx, me.publicationId, digests)
      },
      (trx) => store.listPublishedBundles(trx, me.publicationId, []),
      async (trx) => {
        await trx('publication_outbox').where({ publication_id: me.publicationId }).update({ announced_at: at })
        await trx('live_instances').where({ environment_id: me.environmentId, id: BATCH_ID }).delete()
        const left = await store.listUnfinishedPushes(trx)
        return left.filter(({ id }) => id === me.publicationId)
      },
    ]
  },
}

const ofMine = (trx: Knex.Transaction, { publicationId }: Neighbour) =>
  trx('deliveries').where({ publication_id: publicationId })

async function digestOf(trx: Knex.Transaction, versionId: string): Promise<string> {
  const { sha256 }: { sha256: string } = await trx('versions').where({ id: versionId }).first('sha256')
  return sha256
}
