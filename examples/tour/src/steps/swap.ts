import { bothRender } from '../both.js'
import { lockNewText } from '../forge/prompt-set.js'
import { publish, readDeliveries } from '../forge/publications.js'
import { equals, holds } from '../holds.js'
import type { Step } from '../step.js'
import { TEXTS } from '../texts.js'
import { until } from '../until.js'

const SWAP_LIMIT_MS = 30_000
const CONFIRM_MS = 60_000

export const swap: Step = {
  title: 'A change is published, and both applications swap',
  play: async (world) => {
    const { project, apps } = world
    const version = await lockNewText(project, TEXTS[1])
    const { id, sequence, askedAt } = await publish(project, version)
    const took = await Promise.all(apps.map(async (app) => (await app.changedTo(sequence)) - askedAt))
    const swaps = apps.map((app, at) => {
      const ms = took[at] ?? Number.POSITIVE_INFINITY
      return holds(`the ${app.name} application swapped ${ms.toFixed(1)} ms after Publish`, ms < SWAP_LIMIT_MS)
    })
    const { counts } = await until('the publication is successful', CONFIRM_MS, async () => {
      const deliveries = await readDeliveries(project, id)
      return deliveries.successful && deliveries.complete ? deliveries : undefined
    })
    return [
      equals('a changed text is a patch: 1.0.1', version, '1.0.1'),
      ...swaps,
      ...(await bothRender(world, 1, sequence)),
      equals('FORGE has both acknowledgements, and calls the publication successful', counts, { applied: 2 }),
    ]
  },
}
