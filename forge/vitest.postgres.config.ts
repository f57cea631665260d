import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** What befalls a PostgreSQL of its own, which the tests start and stop, so they are a run of their own. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  ssr: { resolve: { conditions: ['anvil-source', 'module', 'node'] } },
  test: {
    include: ['forge/test/postgres/**/*.pg.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    experimental: { fsModuleCache: true },
    maxWorkers: 1,
  },
})
