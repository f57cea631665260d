/** Properties try the same values in every run, so that a run says the same twice; ANVIL_TEST_SEED=<number> tries others. */
import * as fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.ANVIL_TEST_SEED ?? 1) })
