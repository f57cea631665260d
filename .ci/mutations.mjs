/** Takes each guard out, one at a time, and wants to see a test fail. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ACCOUNT_GUARDS } from './account-guards.mjs'
import { check, print, run } from './check.mjs'
import { GUARDS } from './guards.mjs'
import { POLICY_GUARDS } from './policy-guards.mjs'
import { root } from './setup.mjs'

export async function checkGuards(work) {
  console.log('\n--- guards that matter')
  const waiting = [...[...GUARDS, ...POLICY_GUARDS, ...ACCOUNT_GUARDS].entries()]
  const takeOut = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, guard] = next
      await check(`a test notices where this is not refused: ${guard.name}`, () => mustBeNoticed(guard, work, at))
    }
  }
  await Promise.all([takeOut(), takeOut()])
}

async function mustBeNoticed({ file, from, to, tests, embedded }, work, at) {
  if (readFileSync(join(root, file), 'utf8').split(from).length !== 2)
    throw new Error(`${file} does not hold the guard exactly once; bring .ci/guards.mjs up to date`)
  const report = join(work, `guard-${at}.json`)
  const lines = []
  await run(
    [
      'node',
      'node_modules/vitest/vitest.mjs',
      'run',
      ...tests,
      '--config',
      '.ci/mutation.config.ts',
      '--root',
      '.',
      '--reporter=json',
      `--outputFile=${report}`,
      // FORGE's tests have to take down what they set up.
      ...(file.startsWith('forge/') ? [] : ['--bail=1']),
    ],
    {
      env: {
        ...(embedded && { ANVIL_TEST_DATABASE_URL: undefined }),
        ANVIL_MUTATED_FILE: file,
        ANVIL_MUTATED_FROM: from,
        ANVIL_MUTATED_TO: to,
      },
      onLine: (line) => lines.push(line),
    },
  )
  const { numFailedTests = 0 } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
  if (numFailedTests > 0) return
  for (const line of lines.slice(-10)) print(line)
  throw new Error(`Every test passes without it (${file})`)
}
