import { beforeAll, describe, expect, it } from 'vitest'
import { callsOf, PROBES, SOURCES } from '../support/all-probes.js'
import { testForge } from '../support/forge.js'
import { observeCall, type Observed } from '../support/observe-call.js'
import { type StoreScene, storeScene } from '../support/store-scene.js'

/** What only decides which of a project's own prompt sets comes first, and what the query or code around it asks again. */
const WITHOUT_LOSS: Record<string, RegExp> = {
  'live/delivery-store': /without \.whereIn\( \['environment_id', 'epoch', 'sequence'\]/,
  'versions/version-store': /without project_id: key.projectId, in .*, id: key.promptSetId/,
  'reviews/include-source-store': /prompts\.prompt_set_id = prompt_sets\.id|'prompts\.project_id': projectId/,
}

const forge = testForge()
let scene: StoreScene
beforeAll(async () => {
  scene = await storeScene(forge)
})

async function observe(name: string, store: unknown): Promise<Observed[]> {
  const seen: Observed[] = []
  for (const call of callsOf(name, store, scene)) seen.push(await observeCall(forge.ctx.db, call, scene.theirIds))
  return seen
}

async function isNoticed(name: string, store: unknown, before: readonly Observed[]): Promise<boolean> {
  for (const [at, call] of callsOf(name, store, scene).entries()) {
    const now = await observeCall(forge.ctx.db, call, scene.theirIds)
    if (JSON.stringify(now) !== JSON.stringify(before[at])) return true
  }
  return false
}

describe('a condition that is taken out of a store', () => {
  it.each(Object.keys(PROBES))('is missed: %s', async (name) => {
    const file = `${SOURCES}/${name}.ts`
    const whole: unknown = await import(file)
    const before = await observe(name, whole)
    expect(await observe(name, whole)).toEqual(before)
    const { default: mutants }: { default: string[] } = await import(`${file}?mutants`)
    expect(mutants.length).toBeGreaterThan(0)
    const unnoticed: string[] = []
    for (const [number, mutant] of mutants.entries()) {
      const store: unknown = await import(`${file}?mutant=${number}`)
      if (WITHOUT_LOSS[name]?.test(mutant)) continue
      if (!(await isNoticed(name, store, before))) unnoticed.push(mutant)
    }
    expect(unnoticed).toEqual([])
  })
})
