import { defineConfig, mergeConfig } from 'vitest/config'
import base from '../vitest.config.js'

const { ANVIL_MUTATED_FILE: file = '', ANVIL_MUTATED_FROM: from = '', ANVIL_MUTATED_TO: to = '' } = process.env
const { ANVIL_MUTATED_TEST: noticedBy = '' } = process.env

const isMutated = (id: string): boolean => id.endsWith(`/${file}`)

/** The suite with one guard taken out: the text of one file is replaced as it is loaded; nothing on disk changes. */
export default mergeConfig(
  // Only FORGE's tests use the database that is made for a run, by the migrations.
  // What waits for a refusal waits in vain without the guard, so it does not wait long.
  {
    ...base,
    test: {
      ...base.test,
      testTimeout: 30_000,
      globalSetup: noticedBy.startsWith('forge/') ? (base.test?.globalSetup ?? []) : [],
    },
  },
  defineConfig({
    plugins: [
      {
        name: 'take-a-guard-out',
        enforce: 'pre',
        transform: (code, id) => (isMutated(id) ? code.replace(from, () => to) : undefined),
        configureVitest: ({ experimental_defineCacheKeyGenerator: keepOut }) =>
          keepOut(({ id }) => (isMutated(id) ? false : undefined)),
      },
    ],
  }),
)
