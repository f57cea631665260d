import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The browser tests: they need Chromium and the built page, so they are a run of their own. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  ssr: { resolve: { conditions: ['anvil-source', 'module', 'node'] } },
  test: {
    include: ['web/test/e2e/**/*.e2e.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    isolate: false,
    experimental: { fsModuleCache: true },
    // While one waits for a heartbeat or a restart, the other works.
    maxWorkers: 2,
  },
})
