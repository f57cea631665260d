import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { playTour } from './play-tour.js'
import { STORY } from './story.js'
import { World } from './world.js'

const folder = await mkdtemp(path.join(tmpdir(), 'anvil-tour-'))
const world = new World(folder)
try {
  const held = await playTour(world, STORY, process.env, (line) => void process.stdout.write(`${line}\n`))
  process.exitCode = held ? 0 : 1
} finally {
  await world.close()
  await rm(folder, { recursive: true, force: true })
}
