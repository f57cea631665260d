/** Runs vitest and counts its tests from the report that it writes. */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { report, run } from './check.mjs'
import { root } from './setup.mjs'

let runs = 0

/** Runs the suite, or a part of it; answers how many tests there were in some places, and how many of them passed. */
export async function runSuite(name, work, { command, env = {}, only = [], except = [], config }) {
  console.log(`\n--- ${name}`)
  const file = join(work, `suite-${++runs}.json`)
  const start = command ?? ['node', 'node_modules/vitest/vitest.mjs', 'run']
  const configured = config === undefined ? [] : ['--config', config]
  const output = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const left = except.map((file) => `--exclude=${file}`)
  const code = await run([...start, ...only, ...left, ...configured, ...output], { env })
  const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const { numPassedTests: passed = 0, numTotalTests: total = 0 } = result
  const failed = total - passed
  report(name, passed, failed === 0 && (code !== 0 || total === 0) ? 1 : failed)
  return (places) => countIn(places, result.testResults ?? [])
}

function countIn({ only, except }, files) {
  const isIn = (name, places) => places.some((place) => relative(root, name).startsWith(place))
  const tests = files
    .filter(({ name }) => isIn(name, only) && !isIn(name, except))
    .flatMap(({ assertionResults }) => assertionResults)
  return { passed: tests.filter(({ status }) => status === 'passed').length, total: tests.length }
}
