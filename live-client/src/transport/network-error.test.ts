import { AnvilError, ERROR_CODES } from '@anvil/shared/errors'
import { describe, expect, it } from 'vitest'
import { isBarred, isOutage, networkError } from './network-error.js'

describe('an error of the network', () => {
  it('says which address, why in the words of the deepest cause, and what to check', () => {
    const cause = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    const { code, message } = networkError('https://user:secret@forge.example.com/path', cause)
    expect(code).toBe('network.unreachable')
    expect(message).toMatch(/^FORGE at https:\/\/forge\.example\.com can't be reached: connect ECONNREFUSED\. Check/)
    expect(message).not.toContain('secret')
  })

  it.each([
    [new DOMException('x', 'TimeoutError'), 'it took too long to answer'],
    [new RangeError(''), 'RangeError'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
  ])('has a reason for %s too', (cause, reason) => {
    expect(networkError('http://127.0.0.1:1', cause).message).toContain(`reached: ${reason}.`)
  })

  it('leaves alone what is said already', () => {
    const told = new AnvilError('token.revoked', 'Revoked.')
    expect(networkError('http://127.0.0.1:1', told)).toBe(told)
  })

  it('keeps an instance out only where somebody must change something', () => {
    const barred = ERROR_CODES.filter((code) => isBarred(new AnvilError(code, '')))
    expect(barred).toEqual(
      expect.arrayContaining(['token.invalid', 'token.revoked', 'auth.forbidden', 'project.not_found']),
    )
    for (const code of [
      'network.unreachable',
      'forge.unavailable',
      'request.rate_limited',
      'manifest.rollback',
      'internal',
    ])
      expect(barred).not.toContain(code)
  })

  it('is mended by the next answer where it was about reaching FORGE, and only there', () => {
    expect(['network.unreachable', 'forge.unavailable', 'token.expired'].every(isOutage)).toBe(true)
    expect(['manifest.bad_signature', 'cache.unavailable', 'bundle.malformed', 'internal'].some(isOutage)).toBe(false)
  })
})
