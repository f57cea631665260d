import { describe, expect, it } from 'vitest'
import { refusalOf } from './socket-refusal.js'

const refused = (data?: unknown) => refusalOf(Object.assign(new Error('websocket error'), { data }))

describe('the refusal of a socket', () => {
  it('is what FORGE says, with how long it asked to be left alone', () => {
    expect(refused({ code: 'token.revoked', message: 'Revoked.', retry_after_ms: 9 })).toMatchObject({
      code: 'token.revoked',
      message: 'Revoked.',
      details: { retry_after_ms: 9 },
    })
  })

  it.each([undefined, null, 'text', [], {}, { code: 7 }, { code: 'of.a_newer_forge' }, { code: 'constructor' }])(
    'with the data %j is the network, and says that updates come all the same',
    (data) => {
      const { code, message } = refused(data)
      expect([code, message]).toEqual(['network.unreachable', expect.stringMatching(/websocket error.*dialled again/)])
    },
  )

  it('without a message has the one of the connection', () => {
    expect(refused({ code: 'token.expired', message: 5 }).message).toBe('websocket error')
  })
})
