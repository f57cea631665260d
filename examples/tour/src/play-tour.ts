import type { Environment, Step } from './step.js'
import type { World } from './world.js'

/** Plays the steps in order and tells what each one saw; answers whether all of them hold. The first that does not ends the tour. */
export async function playTour(
  world: World,
  story: readonly Step[],
  env: Environment,
  say: (line: string) => void,
): Promise<boolean> {
  const start = performance.now()
  for (const [at, { title, play }] of story.entries()) {
    say(`\n${at + 1}. ${title}`)
    const began = performance.now()
    try {
      for (const fact of await play(world, env)) say(`   ✓ ${fact}`)
    } catch (error) {
      say(`   ✗ ${error instanceof Error ? error.message : String(error)}`)
      return false
    }
    say(`   ${Math.round(performance.now() - began)} ms`)
  }
  say(`\nAll ${story.length} steps hold (${((performance.now() - start) / 1000).toFixed(1)} s).`)
  return true
}
