import type { ChangedSet, PreviewedTarget } from '@anvil/shared/api'
import { listFleet } from '../live/fleet-store.js'
import { listBundlesAt } from './publication-store.js'
import type { Scene } from './publish-scene.js'
import { byPromptSet } from './running-bundles.js'

/** The LIVE instances of the environment, each with what it runs of the changed prompt sets and what it would run. */
export async function previewTargets(
  { ctx, trx, environment }: Scene,
  changed: readonly ChangedSet[],
): Promise<PreviewedTarget[]> {
  const instances = await listFleet(trx, { environmentId: environment.id, at: ctx.now() })
  const sequences = new Set(instances.flatMap(({ sequence }) => (sequence === null ? [] : [sequence])))
  const ran = await listBundlesAt(trx, environment.id, [...sequences])
  return instances.map(({ id, app, host, mode, contact, last_seen_at, sequence }) => {
    const running = byPromptSet((sequence === null ? undefined : ran.get(sequence)) ?? [])
    const stays = mode === 'frozen'
    const sets = changed.map(({ prompt_set_id, prompt_set, to }) => {
      const from = running.get(prompt_set_id)?.version ?? null
      return { prompt_set_id, prompt_set, from, to: stays ? from : to }
    })
    return { instance_id: id, app, host, mode, contact, last_seen_at, stays, sets }
  })
}
