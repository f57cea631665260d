import { once } from 'node:events'
import { expect, it } from 'vitest'
import { startChild } from './support/child.js'
import { cliEnv } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { useHarness } from './support/harness.js'

const KILLS = Number(process.env['ANVIL_KILLS'] ?? 20)
const STAGES = ['highest', 'database', 'last-good', 'done'] as const
const harness = useHarness()

/** Prompts that all say the sequence they belong to, in two sets. */
function publish(sequence: number): void {
  const texts = (set: string) => Object.fromEntries([1, 2, 3].map((n) => [`${set}.p${n}`, `text of ${sequence}`]))
  const other = { prompt_set: 'support', prompt_set_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c' }
  harness.forge.publish([bundleOf(texts('one')), bundleOf(texts('two'), other)], fresh(sequence))
}

/** What the folder gives to a client that can't reach FORGE. */
async function onDisk(): Promise<{ sequence: number | null; texts: string[] }> {
  const client = harness.client({ forgeUrl: 'http://127.0.0.1:1', readyTimeoutMs: 0, transport: 'pull' })
  await client.start()
  const texts = [...new Set(client.ids().map((id) => client.prompt(id)))]
  const { sequence } = client.status()
  await client.close()
  return { sequence, texts }
}

it(
  `keeps the old state or the new one, whole, when it is killed while it saves (${KILLS} times)`,
  async () => {
    publish(1)
    await harness.fill()
    let before: number | null = 1
    for (let round = 1; round <= KILLS; round += 1) {
      const sequence = round + 1
      publish(sequence)
      const stage = STAGES[round % STAGES.length] ?? 'done'
      const stands = round % 3 === 0 ? 'go on' : 'stand'
      const child = startChild('save-child.ts', [stage, String(sequence), stands], cliEnv(harness))
      if (child.stdout) await once(child.stdout, 'data')
      child.kill('SIGKILL')
      await once(child, 'exit')
      const after = await onDisk()
      expect([before, sequence]).toContain(after.sequence)
      expect(after.texts).toEqual([`text of ${after.sequence}`])
      before = after.sequence
      if (stage === 'done') expect(after.sequence).toBe(sequence)
    }
  },
  60_000 + KILLS * 5_000,
)
