import { setUp } from '../forge/set-up.js'
import { readPromptSet, writeText } from '../forge/prompt-set.js'
import { equals } from '../holds.js'
import type { Step } from '../step.js'
import { TEXTS } from '../texts.js'

export const setUpStep: Step = {
  title: 'FORGE starts on an empty folder; two people, a project, a prompt set, a text',
  play: async (world, env) => {
    await world.forge.start(env)
    world.project = await setUp(world.forge.url, await world.forge.setupCode())
    await writeText(world.project, TEXTS[0])
    const { status } = await readPromptSet(world.project)
    return [equals('the prompt set has LIVE status: it is being written', status, 'LIVE')]
  },
}
