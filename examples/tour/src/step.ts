import type { World } from './world.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** One step of the story: `play` answers what it saw to be true, and throws where the step does not hold. */
export interface Step {
  title: string
  play: (world: World, env: Environment) => Promise<string[]>
}
