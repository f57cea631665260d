import { describe, expect, it } from 'vitest'
import { BrowserStore } from '../../lib/browser-store.js'
import { OidcAttempts } from './oidc-attempt.js'

function attemptsOn(kept: Map<string, string>): OidcAttempts {
  return new OidcAttempts(
    new BrowserStore(() => ({
      length: kept.size,
      key: () => null,
      clear: () => kept.clear(),
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, text) => void kept.set(name, text),
      removeItem: (name) => void kept.delete(name),
    })),
  )
}

describe('what a tab keeps while its person signs in elsewhere', () => {
  it('is taken once, with where they were going', () => {
    const attempts = attemptsOn(new Map())
    const attempt = { secret: 'hush', to: '/projects/1?q=a' }
    expect(attempts.keep(attempt)).toBe(true)
    expect(attempts.take()).toEqual(attempt)
    expect(attempts.take()).toBeUndefined()
  })

  it('is nothing where it says something else, and gone then', () => {
    for (const text of ['', 'no JSON', '{"secret":1}', '[]']) {
      const kept = new Map([['anvil.sign-in', text]])
      expect(attemptsOn(kept).take()).toBeUndefined()
      expect(kept.size).toBe(0)
    }
  })

  it('is not kept where the browser keeps nothing, which is told', () => {
    const none = new BrowserStore(() => {
      throw new DOMException('No', 'SecurityError')
    })
    expect(new OidcAttempts(none).keep({ secret: 'hush', to: '/' })).toBe(false)
    expect(new OidcAttempts(none).take()).toBeUndefined()
  })
})
