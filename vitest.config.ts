import { defineConfig } from 'vitest/config'

const conditions = ['anvil-source', 'module', 'node']

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    include: ['*/src/**/*.test.ts', '*/test/**/*.{test,contract}.ts', 'examples/*/{src,test}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['forge/test/support/global-setup.ts'],
  },
})
