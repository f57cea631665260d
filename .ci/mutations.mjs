/** Takes each guard out, one at a time, and wants to see a test fail. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ACCOUNT_GUARDS } from './account-guards.mjs'
import { check, print, run } from './check.mjs'
import { DOOR_GUARDS } from './door-guards.mjs'
import { GUARDS } from './guards.mjs'
import { POLICY_GUARDS } from './policy-guards.mjs'
import { root } from './setup.mjs'

export async function checkGuards(work) {
  console.log('\n--- guards that matter')
  const guards = [...GUARDS, ...DOOR_GUARDS, ...POLICY_GUARDS, ...ACCOUNT_GUARDS]
  await check('the tests that notice a guard which is gone pass where none is', () => mustPass(guards, work))
  const waiting = [...guards.entries()]
  const takeOut = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, guard] = next
      await check(`a test notices where this is not refused: ${guard.name}`, () => mustBeNoticed(guard, work, at))
    }
  }
  await Promise.all([takeOut(), takeOut()])
}

/** A title as a pattern of the tests to run. */
const pattern = (title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What is told below of a guard that is gone says something only where its test passes alone while the guard is there. */
async function mustPass(guards, work) {
  const files = new Set(guards.map(({ test }) => test))
  const titles = guards.map(({ by }) => pattern(by)).join('|')
  const { failed, lines } = await runTests([...files, '-t', titles], join(work, 'guards.json'))
  if (failed === 0) return
  for (const line of lines.slice(-60)) print(line)
  throw new Error(`${failed} of them failed`)
}

async function mustBeNoticed({ file, from, to, test, by, embedded }, work, at) {
  if (readFileSync(join(root, file), 'utf8').split(from).length !== 2)
    throw new Error(`${file} does not hold the guard exactly once; bring .ci/guards.mjs up to date`)
  const env = {
    ...(embedded && { ANVIL_TEST_DATABASE_URL: undefined }),
    ANVIL_MUTATED_FILE: file,
    ANVIL_MUTATED_FROM: from,
    ANVIL_MUTATED_TO: to,
    ANVIL_MUTATED_TEST: test,
  }
  const mutated = ['--config', '.ci/mutation.config.ts', '--root', '.']
  const { failed, lines } = await runTests([test, '-t', pattern(by), ...mutated], join(work, `guard-${at}.json`), env)
  if (failed > 0) return
  for (const line of lines.slice(-10)) print(line)
  throw new Error(`"${by}" passes without it (${file})`)
}

/** Runs some tests; answers how many failed. */
async function runTests(selection, report, env) {
  const lines = []
  await run(
    ['node', 'node_modules/vitest/vitest.mjs', 'run', ...selection, '--reporter=json', `--outputFile=${report}`],
    {
      env,
      onLine: (line) => lines.push(line),
    },
  )
  if (!existsSync(report)) throw new Error(lines.slice(-10).join('\n'))
  const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, 'utf8'))
  if (numFailedTests + numPassedTests === 0) throw new Error(`No test is called so: ${selection.join(' ')}`)
  return { failed: numFailedTests, lines }
}
