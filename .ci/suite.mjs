/** Runs vitest and counts its tests from the report that it writes. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { report, run } from './check.mjs'

let runs = 0

/** Runs the suite, or a part of it; answers how many tests there were and how many passed. */
export async function runSuite(name, work, { command, env = {}, only = [], config }) {
  console.log(`\n--- ${name}`)
  const file = join(work, `suite-${++runs}.json`)
  const start = command ?? ['node', 'node_modules/vitest/vitest.mjs', 'run']
  const configured = config === undefined ? [] : ['--config', config]
  const output = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const code = await run([...start, ...only, ...configured, ...output], { env })
  const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const { numPassedTests: passed = 0, numTotalTests: total = 0 } = result
  const failed = total - passed
  report(name, passed, failed === 0 && (code !== 0 || total === 0) ? 1 : failed)
  return { passed, total }
}
