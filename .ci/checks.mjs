/** Runs every check one after the other, and counts: tests one by one, every other check as one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check, checkProgram, report, summary } from './check.mjs'
import { checkCleanClone } from './clean-clone.mjs'
import { checkGuards } from './mutations.mjs'
import { checkPacking } from './packing.mjs'
import { runSuite } from './suite.mjs'

const work = mkdtempSync(join(tmpdir(), 'anvil-checks-'))
const tool = (name) => `node_modules/.bin/${name}`
const databaseUrl = process.env.ANVIL_TEST_DATABASE_URL

try {
  const onPglite = await runSuite('the suite on PGlite (npm test)', work, {
    command: ['npm', 'test', '--silent', '--'],
    env: { ANVIL_TEST_DATABASE_URL: undefined },
  })
  await checkProgram('format', [tool('oxfmt'), '--check', '.'])
  await checkProgram('lint', [tool('oxlint')])
  await checkProgram('budgets', ['node', '.ci/budgets.mjs'])
  await checkProgram('types', [tool('tsc'), '-b'])
  await checkProgram('unused files, exports and dependencies (knip)', [tool('knip'), '--no-progress'])
  if (databaseUrl === undefined) report('PostgreSQL is there', 0, 1)
  else {
    const onPostgres = await runSuite('the suite on PostgreSQL', work, {})
    await check('both databases pass the same number of tests', () => {
      const counts = `PGlite ${onPglite.passed} of ${onPglite.total}, PostgreSQL ${onPostgres.passed} of ${onPostgres.total}`
      console.log(counts)
      if (onPglite.passed !== onPostgres.passed || onPglite.total !== onPostgres.total) throw new Error(counts)
    })
    await runSuite('FORGE with one database connection', work, { env: { ANVIL_TEST_POOL: '1' }, only: ['forge'] })
  }
  await runSuite('the web page in Chromium', work, { config: 'web/vitest.e2e.config.ts' })
  await checkGuards(work)
  await checkPacking(work)
  await checkCleanClone(work)
} finally {
  rmSync(work, { recursive: true, force: true })
}
summary()
