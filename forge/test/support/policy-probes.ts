import type * as Policies from '../../src/policy/policy-store.js'
import type * as RunningVersions from '../../src/policy/running-version-store.js'
import type * as Waivers from '../../src/policy/waiver-store.js'
import type { Calls } from './store-probes.js'
import type { StoreScene } from './store-scene.js'

/** What is asked of the stores of policies and waivers. */
export const POLICY_PROBES = {
  'policy/policy-store': (store: typeof Policies, { me }: StoreScene): Calls => [
    (trx) => store.getPolicy(trx, me.projectId),
    (trx) => store.getPolicy(trx, me.organisationId),
    (trx) => store.listPolicies(trx, me.projectId),
    (trx) => store.getPolicyNumbered(trx, me.projectId, 1),
    (trx) => store.getPolicyNumbered(trx, me.projectId, 2),
    (trx) => store.getPolicyNumbered(trx, me.organisationId, 1),
  ],
  'policy/running-version-store': (
    store: typeof RunningVersions,
    { me, other, published, reviewed }: StoreScene,
  ): Calls => [
    (trx) => store.listRunningVersions(trx, published),
    (trx) => store.listRunningVersions(trx, reviewed),
    (trx) => store.listRunningVersions(trx, { projectId: me.projectId, promptSetId: other.published.id }),
  ],
  'policy/waiver-store': (store: typeof Waivers, { me, other, published, reviewed, mixed, at }: StoreScene): Calls => {
    const given = { given_by: me.owner.id, given_at: at, own_work: true }
    return [
      ...[reviewed, published, mixed].flatMap((key): Calls => [
        (trx) => store.listWaivers(trx, key, at),
        (trx) => store.getWaiver(trx, key, me.waiverId, at),
        (trx) => store.getWaiver(trx, key, other.waiverId, at),
        (trx) => store.updateWaiver(trx, key, me.waiverId, given),
        (trx) => store.updateWaiver(trx, key, other.waiverId, given),
      ]),
      async (trx) => {
        const [row] = await trx('waivers').where({ id: me.waiverId })
        await trx('waivers').insert({ ...row, id: '00000000-0000-4000-8000-000000000000' })
        await store.updateWaiver(trx, reviewed, me.waiverId, given)
        return trx('waivers').where({ prompt_set_id: reviewed.promptSetId }).orderBy('id').pluck('own_work')
      },
    ]
  },
}
