import { bothRender } from '../both.js'
import { readHead } from '../forge/publications.js'
import { equals } from '../holds.js'
import type { Step } from '../step.js'

export const twoApplications: Step = {
  title: 'Two applications start, verify and render',
  play: async (world, env) => {
    const { project, forge } = world
    await Promise.all(world.apps.map((app) => app.start(env, world.connection(forge.url))))
    const { sequence } = await readHead(project)
    const facts = await bothRender(world, 0, sequence)
    const trust = await Promise.all(world.apps.map(async (app) => (await app.status()).trust))
    const address = `${forge.url}/api/v1/projects/${project.projectId}/manifest`
    const response = await fetch(address, { headers: { authorization: `Bearer ${project.accessToken}` } })
    world.firstEnvelope = await response.text()
    return [...facts, equals('both hold the root key that they were given', trust, ['pinned', 'pinned'])]
  },
}
