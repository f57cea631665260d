import { AnvilError } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { retryAfterMs, toldError } from './told-error.js'

describe('what is told of a failure', () => {
  it('is itself where it was expected', () => {
    const error = new AnvilError('member.not_found', 'No such member.')
    expect(toldError(error)).toBe(error)
  })

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01'])(
    'is that the database is away, and when to ask again: %s',
    (code) => {
      const told = toldError(Object.assign(new Error('connect 10.0.0.7:5432'), { code }))
      expect(told.status).toBe(503)
      expect(retryAfterMs(told)).toBeGreaterThan(0)
      expect(told.message).not.toContain('10.0.0.7')
    },
  )

  it.each([[new TypeError('x is not a function')], ['a text'], [undefined], [null], [{ code: 'member.not_found' }]])(
    'is nothing of the cause where it is a bug: %s',
    (thrown) => {
      const told = toldError(thrown)
      expect([told.code, told.status, told.cause]).toEqual(['internal', 500, thrown])
      expect(JSON.stringify(told)).not.toContain('not a function')
      expect(told.message).toContain('Its log has the cause under this request id.')
    },
  )
})
