import { describe, expect, it } from 'vitest'
import { AnvilError, ERROR_CODES } from './errors.js'

describe('AnvilError', () => {
  it('comes back the same after a trip over the wire', () => {
    const sent = new AnvilError('prompt_set.wrong_status', 'A LIVE prompt set cannot be published', {
      details: { status: 'LIVE' },
    })
    const received = AnvilError.fromJSON(JSON.parse(JSON.stringify(sent)))
    expect(received).toMatchObject({ code: sent.code, message: sent.message, details: sent.details, status: 409 })
  })

  it('keeps the id of the request that FORGE refused', () => {
    const body = { error: { code: 'internal', message: 'Something failed', request_id: 'r-1' } }
    expect(AnvilError.fromJSON(body).requestId).toBe('r-1')
    expect(AnvilError.fromJSON({ error: { ...body.error, request_id: 7 } }).requestId).toBeUndefined()
  })

  it('reads a code of a newer FORGE as internal and keeps its message', () => {
    const received = AnvilError.fromJSON({ error: { code: 'teapot.short', message: 'I am a teapot' } })
    expect([received.code, received.message]).toEqual(['internal', 'I am a teapot'])
  })

  it.each([null, 'text', 7, {}, { error: 'no' }, { error: { code: '__proto__' } }])('reads %j as internal', (body) => {
    expect(AnvilError.fromJSON(body).code).toBe('internal')
  })

  it('has an HTTP status of an error for every code', () => {
    for (const code of ERROR_CODES) expect(new AnvilError(code, 'x').status).toBeGreaterThanOrEqual(400)
  })

  it('keeps its cause out of what is told to others', () => {
    const error = new AnvilError('internal', 'Something failed', { cause: new Error('password=hunter2') })
    expect(JSON.stringify(error)).not.toContain('hunter2')
  })
})
