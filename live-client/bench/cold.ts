/** What a start costs, from the process's birth to its first prompt, against reading a JSON file of the same prompts. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { applyRatios } from './apply.js'
import { type ColdFolder, makeColdFolder } from './cold-folder.js'
import { type Contender, compareInRounds, type Ratio, wallClock } from './rounds.js'
import { markdownTable, times } from './table.js'

const ROUNDS = 15
const VALUES = JSON.stringify({ name: 'Ada', product: 'x', question: 'y', language: 'z', deadline: 'now', items: [] })

/** Milliseconds of processor time of the programs started so far. */
let processorMs = 0

function program(name: string, args: readonly string[], env: NodeJS.ProcessEnv): () => void {
  const file = fileURLToPath(new URL(name, import.meta.url))
  return () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${name} failed: ${stderr}`)
    processorMs += Number(stdout) / 1_000
  }
}

function contenders({ env, jsonFile, firstId }: ColdFolder): Contender[] {
  return [
    { name: 'read and parse a JSON file (limit)', run: program('cold-json.mjs', [jsonFile, firstId], env) },
    { name: 'Anvil, cache verified', run: program('cold-anvil.mjs', [firstId, VALUES], env) },
  ]
}

async function coldRatios(count: number, clock: () => number): Promise<Ratio[]> {
  const folder = await makeColdFolder(count)
  const ratios = compareInRounds(contenders(folder), { rounds: ROUNDS, roundMs: 1, clock })
  rmSync(folder.dir, { recursive: true })
  return ratios
}

const byProcessor = (): number => processorMs
const groups = [
  ['start to first prompt, 1,000 prompts', await coldRatios(1_000, wallClock)],
  ['the same in processor time', await coldRatios(1_000, byProcessor)],
  ['start to first prompt, 10,000 prompts', await coldRatios(10_000, wallClock)],
  ['the same in processor time', await coldRatios(10_000, byProcessor)],
  ['apply a bundle of 1 MB', applyRatios()],
] as const

if (process.argv.includes('--json')) {
  console.log(
    JSON.stringify({ benchmark: 'cold', groups: groups.map(([title, ratios]) => ({ title, ratios })) }, null, 2),
  )
} else {
  for (const [title, ratios] of groups) {
    const rows = ratios.map(({ name, median, low, high }) => [name, times(median), `${times(low)} – ${times(high)}`])
    console.log(`${markdownTable([title, 'median', 'spread'], rows)}\n`)
  }
}
