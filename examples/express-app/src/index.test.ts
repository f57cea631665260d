import { placeholder } from './index.js'
import { expect, it } from 'vitest'
it('runs', () => {
  expect(placeholder).toBe(1)
})
