/** Runs vitest and counts its tests from the report that it writes. */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { report, run } from './check.mjs'
import { root } from './setup.mjs'

const VITEST = ['node', 'node_modules/vitest/vitest.mjs', 'run']
let runs = 0

/**
 * Runs the suite, or a part of it; answers how many tests there were in some places, and how many of them passed.
 * Files in which a test failed run once more alone: what passes then is counted as passed and named as unsteady,
 * so that one kill or wait that a busy machine made too slow refuses no change, and nobody overlooks it.
 */
export async function runSuite(name, work, { command = VITEST, env = {}, only = [], except = [], config }) {
  console.log(`\n--- ${name}`)
  const configured = config === undefined ? [] : ['--config', config]
  const left = except.map((file) => `--exclude=${file}`)
  const first = await runOnce([...command, ...only, ...left, ...configured], work, env)
  const failed = first.files.filter(({ status }) => status !== 'passed').map(({ name }) => name)
  const again =
    failed.length === 0 ? { ...first, files: [] } : await runOnce([...VITEST, ...failed, ...configured], work, env)
  const files = [...first.files.filter((file) => !failed.includes(file.name)), ...again.files]
  tell(again.files)
  const { passed, total } = count(files)
  const broken = (again.code !== 0 || total === 0) && passed === total
  report(name, passed, broken ? 1 : total - passed)
  return ({ only, except }) => {
    const isIn = (name, places) => places.some((place) => relative(root, name).startsWith(place))
    return count(files.filter(({ name }) => isIn(name, only) && !isIn(name, except)))
  }
}

function tell(again) {
  for (const { name, status } of again) {
    const what = status === 'passed' ? 'unsteady: it passed when it ran again' : 'failed twice'
    console.log(`${what}: ${relative(root, name)}`)
  }
}

async function runOnce(command, work, env) {
  const file = join(work, `suite-${++runs}.json`)
  const code = await run([...command, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`], { env })
  return { code, files: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : [] }
}

function count(files) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults)
  return { passed: tests.filter(({ status }) => status === 'passed').length, total: tests.length }
}
