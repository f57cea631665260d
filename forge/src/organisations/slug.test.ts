import { Slug } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { slugOf, slugsOf } from './slug.js'

it.each([
  ['Ünïcode Shop 2', 'unicode-shop-2'],
  ['  --a__b  ', 'a-b'],
  ['東京', 'unnamed'],
  [`${'a'.repeat(63)} b`, 'a'.repeat(63)],
])('makes of %j the slug %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

describe('the slugs of a name', () => {
  const ID = '0b5f6c1e-9f1d-4c55-8b0a-2f3e4d5c6b7a'

  it('are itself, then numbered, then one that is nobody else’s', () => {
    const slugs = slugsOf('Welcome!', ID)
    expect(slugs.slice(0, 3)).toEqual(['welcome', 'welcome-2', 'welcome-3'])
    expect(slugs.slice(-2)).toEqual(['welcome-20', 'welcome-0b5f6c1e9f1d'])
    expect(new Set(slugs).size).toBe(slugs.length)
  })

  it.each(['a'.repeat(80), `${'a'.repeat(60)} bcd`, `${'a'.repeat(61)} b`, '東京'])('are slugs, also of %s', (name) => {
    for (const slug of slugsOf(name, ID)) expect(Slug.safeParse(slug).success).toBe(true)
  })
})
