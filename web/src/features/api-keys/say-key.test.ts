import { ApiKeyScope } from '@anvil/shared'
import { expect, it } from 'vitest'
import { curlLine, lookOfKey, sayScopes, SCOPE_CHOICES } from './say-key.js'

it('offers every scope once, with what it means', () => {
  expect(SCOPE_CHOICES.map(({ value }) => value)).toEqual(ApiKeyScope.options)
  expect(new Set(SCOPE_CHOICES.map(({ detail }) => detail)).size).toBe(ApiKeyScope.options.length)
})

it('says that every key reads', () => {
  expect([sayScopes([]), sayScopes(['draft', 'publish'])]).toEqual(['read', 'read, draft, publish'])
})

it.each([
  [null, null, 'active'],
  ['2026-11-22T00:00:00Z', null, 'active'],
  ['2026-11-21T00:00:00Z', null, 'expired'],
  [null, '2026-11-20T00:00:00Z', 'revoked'],
  ['2026-11-20T00:00:00Z', '2026-11-20T00:00:00Z', 'revoked'],
])('a key that ends %s and was revoked %s is %s', (expires_at, revoked_at, word) => {
  expect(lookOfKey({ expires_at, revoked_at }, new Date('2026-11-21T00:00:00Z')).word).toBe(word)
})

it('gives a line that a shell takes as it is', () => {
  expect(curlLine('https://forge.example/x', 'abc')).toBe(
    "curl -H 'Authorization: Bearer abc' 'https://forge.example/x/api/v1/organisations'",
  )
})
