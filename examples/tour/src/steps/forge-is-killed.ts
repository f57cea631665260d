import { bothRender } from '../both.js'
import { readHead } from '../forge/publications.js'
import { refusedWith } from '../forge/refused-with.js'
import { equals } from '../holds.js'
import type { Step } from '../step.js'

export const forgeIsKilled: Step = {
  title: 'FORGE is killed; the applications go on, and start again without it',
  play: async (world, env) => {
    const { project, apps, forge } = world
    const { sequence } = await readHead(project)
    await forge.kill()
    const gone = await refusedWith(readHead(project))
    const during = await bothRender(world, 1, sequence)
    await Promise.all(apps.map((app) => app.kill()))
    await Promise.all(apps.map((app) => app.start(env, world.connection(forge.url))))
    return [
      equals('FORGE does not answer', gone, 'network.unreachable'),
      ...during,
      'both applications are killed and started again',
      ...(await bothRender(world, 1, sequence)),
    ]
  },
}
