/** Runs every check one after the other, and counts: tests one by one, every other check as one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check, checkProgram, report, summary } from './check.mjs'
import { checkCleanClone } from './clean-clone.mjs'
import { checkContainer } from './container.mjs'
import { checkGuards } from './mutations.mjs'
import { checkPacking } from './packing.mjs'
import { runSuite } from './suite.mjs'

const work = mkdtempSync(join(tmpdir(), 'anvil-checks-'))
const tool = (name) => `node_modules/.bin/${name}`
/** The others' tests use no database, or start FORGE on the embedded one, as these of FORGE do. */
const ON_POSTGRES = {
  only: ['forge/'],
  except: [
    'forge/src/db/blank-database.test.ts',
    'forge/src/db/embedded-folder.test.ts',
    'forge/test/system/process.test.ts',
  ],
}
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
    const onPostgres = await runSuite('FORGE on PostgreSQL', work, ON_POSTGRES)
    await check('both databases pass the same number of tests', () => {
      const [embedded, server] = [onPglite(ON_POSTGRES), onPostgres(ON_POSTGRES)]
      const counts = `PGlite ${embedded.passed} of ${embedded.total}, PostgreSQL ${server.passed} of ${server.total}`
      console.log(counts)
      if (embedded.passed !== server.passed || embedded.total !== server.total) throw new Error(counts)
    })
    await runSuite('FORGE while PostgreSQL is in trouble', work, { config: 'forge/vitest.postgres.config.ts' })
  }
  await runSuite('the web page in Chromium', work, { config: 'web/vitest.e2e.config.ts' })
  await checkGuards(work)
  await runSuite('every condition taken out of every store that requests use', work, {
    config: '.ci/store-mutation.config.ts',
  })
  await checkPacking(work)
  await checkContainer(work)
  await checkCleanClone(work)
} finally {
  rmSync(work, { recursive: true, force: true })
}
summary()
