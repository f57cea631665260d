import { bothRender } from '../both.js'
import { readHead } from '../forge/publications.js'
import { equals } from '../holds.js'
import type { Step } from '../step.js'
import { until } from '../until.js'

const RETURN_MS = 180_000

export const forgeReturns: Step = {
  title: 'FORGE returns, and the applications find it by themselves',
  play: async (world, env) => {
    await world.forge.start(env)
    const via = await until('both applications are connected', RETURN_MS, async () => {
      const statuses = await Promise.all(world.apps.map((app) => app.status()))
      const connections = statuses.map(({ connection }) => connection.via)
      return connections.every((connection) => connection === 'socket') ? connections : undefined
    })
    const { sequence, versions } = await readHead(world.project)
    return [
      equals('both are connected by their socket', via, ['socket', 'socket']),
      equals('production still runs 1.0.1', versions, ['1.0.1']),
      ...(await bothRender(world, 1, sequence)),
    ]
  },
}
