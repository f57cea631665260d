import { bothRender } from '../both.js'
import { readHead, rollBack } from '../forge/publications.js'
import { equals, holds } from '../holds.js'
import { runCli } from '../processes/run-cli.js'
import type { Step } from '../step.js'

export const rollback: Step = {
  title: 'One publication is rolled back; leaving FROZEN leads to the head',
  play: async (world, env) => {
    const { project, first, second } = world
    const before = await readHead(project)
    const { sequence, askedAt } = await rollBack(project, before.sequence - 1)
    const took = (await first.changedTo(sequence)) - askedAt
    const own = { ...world.connection(world.forge.url), ANVIL_CACHE_DIR: second.cacheDir }
    const thawed = await runCli(['mode', 'accepting'], env, own)
    await second.changedTo(sequence)
    const head = await readHead(project)
    return [
      holds(`the first application swapped back ${took.toFixed(1)} ms after Rollback`, took < 30_000),
      equals('anvil mode accepting ends with 0', thawed.code, 0),
      holds(`the sequence rises all the same, from ${before.sequence} to ${sequence}`, sequence > before.sequence),
      equals('production runs 1.0.1 again', head.versions, ['1.0.1']),
      ...(await bothRender(world, 1, sequence)),
    ]
  },
}
