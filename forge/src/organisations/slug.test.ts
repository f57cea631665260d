import { expect, it } from 'vitest'
import { slugOf } from './slug.js'

it.each([
  ['Ünïcode Shop 2', 'unicode-shop-2'],
  ['  --a__b  ', 'a-b'],
  ['東京', 'unnamed'],
  [`${'a'.repeat(63)} b`, 'a'.repeat(63)],
])('makes of %j the slug %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})
