import { AnvilError } from '@anvil/shared'
import { expect, it } from 'vitest'
import { refusedWith } from './refused-with.js'

it('answers the code of a refusal, and nothing where all went well', async () => {
  expect(await refusedWith(Promise.reject(new AnvilError('prompt_set.locked', 'no')))).toBe('prompt_set.locked')
  expect(await refusedWith(Promise.resolve('done'))).toBeUndefined()
})

it('does not take a bug for a refusal', async () => {
  await expect(refusedWith(Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug')
})
