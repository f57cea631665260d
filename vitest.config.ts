import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongFirst } from './.ci/long-first.js'

const conditions = ['anvil-source', 'module', 'node']

export default defineConfig({
  ssr: { resolve: { conditions } },
  // What sets a run up is of the same sources as its tests.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    include: ['*/src/**/*.test.ts', '*/test/**/*.{test,contract}.ts', 'examples/*/{src,test}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    // Many tests wait for sockets and processes, and loading the modules anew for each file costs more than most files.
    maxWorkers: availableParallelism() + 1,
    isolate: false,
    // A check runs the suite and parts of it about a hundred times.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: LongFirst },
    setupFiles: [fileURLToPath(new URL('.ci/property-seed.ts', import.meta.url))],
    globalSetup: ['forge/test/support/global-setup.ts'],
  },
})
