import { defineConfig } from 'vitest/config'
import base from '../vitest.config.js'
import { storeMutants } from './store-mutants.js'

/** The run that takes every condition out of every store that requests use, one at a time, and wants to see a difference. */
export default defineConfig({
  ...base,
  plugins: [storeMutants()],
  test: { ...base.test, isolate: true, include: ['forge/test/mutation/*.mutation.ts'] },
})
