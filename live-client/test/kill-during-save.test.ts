import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, expect, it } from 'vitest'
import { startChild } from './support/child.js'
import { cliEnv } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { useHarness } from './support/harness.js'

const KILLS = Math.max(8, Number(process.env['ANVIL_KILLS'] ?? 100))
const STAGES = ['saving', 'database', 'last-good', 'highest', 'done'] as const
const harness = useHarness()
const children = new Set<ChildProcess>()

/** Prompts that all say the sequence they belong to, in two sets. */
function publish(sequence: number): void {
  const texts = (set: string) => Object.fromEntries([1, 2, 3].map((n) => [`${set}.p${n}`, `text of ${sequence}`]))
  const other = { prompt_set: 'support', prompt_set_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c' }
  harness.forge.publish([bundleOf(texts('one')), bundleOf(texts('two'), other)], fresh(sequence))
}

/** What the folder gives to a client that can't reach FORGE, and how often it applied something to get there. */
async function onDisk(): Promise<{ sequence: number | null; texts: string[]; applied: number }> {
  let applied = 0
  const client = harness.client({ forgeUrl: 'http://127.0.0.1:1', readyTimeoutMs: 0, transport: 'pull' })
  client.on('changed', () => (applied += 1))
  await client.start()
  const texts = [...new Set(client.ids().map((id) => client.prompt(id)))]
  const { sequence } = client.status()
  await client.close()
  return { sequence, texts, applied }
}

interface Round {
  sequence: number
  stage: (typeof STAGES)[number]
  child: ChildProcess
}

/** A process of a round to come, which loads its code meanwhile and then waits to be let go. */
function prepare(round: number): Round {
  const stage = STAGES[round % STAGES.length] ?? 'done'
  const stands = round % 3 === 0 ? 'go on' : 'stand'
  const child = startChild('save-child.ts', [stage, String(round + 1), stands], cliEnv(harness))
  children.add(child)
  return { sequence: round + 1, stage, child }
}

/** Kills it at the stage it reports. */
async function killAtStage({ child }: Round): Promise<void> {
  const reported = child.stdout && once(child.stdout, 'data')
  child.send('go')
  await reported
  child.kill('SIGKILL')
  await once(child, 'exit')
  children.delete(child)
}

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

it(
  `keeps the old state or the new one, whole, when it is killed while it saves (${KILLS} times)`,
  async () => {
    publish(1)
    await harness.fill()
    let before: number | null = 1
    let coming = prepare(1)
    const outcomes = { old: 0, new: 0 }
    for (let round = 1; round <= KILLS; round += 1) {
      const now = coming
      if (round < KILLS) coming = prepare(round + 1)
      publish(now.sequence)
      await killAtStage(now)
      const after = await onDisk()
      expect([before, now.sequence]).toContain(after.sequence)
      expect(after.texts).toEqual([`text of ${after.sequence}`])
      expect(after.applied).toBeLessThanOrEqual(1)
      if (now.stage === 'done') expect(after.sequence).toBe(now.sequence)
      outcomes[after.sequence === before ? 'old' : 'new'] += 1
      before = after.sequence
    }
    expect(Math.min(outcomes.old, outcomes.new)).toBeGreaterThan(0)
  },
  60_000 + KILLS * 5_000,
)
