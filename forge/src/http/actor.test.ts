import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { AnvilError } from '@anvil/shared'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { actorOf, findActor, requireSession, setActor, type UserActor } from './actor.js'

const PLACE = { requestId: 'r-1', address: '192.0.2.1' }
const person: UserActor = { kind: 'user', id: 'u-1', sessionId: 's-1', ...PLACE }
const program: UserActor = {
  kind: 'user',
  id: 'u-1',
  apiKey: { id: 'k-1', name: 'Nightly', scopes: ['own_work'], projectId: null },
  ...PLACE,
}
/** A request as Express makes it, of nobody yet. */
const aRequest = (): express.Request => Object.setPrototypeOf(new IncomingMessage(new Socket()), express.request)

function codeOf(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error instanceof AnvilError ? [error.status, error.code] : error
  }
}

describe('who asks', () => {
  it('is nobody until it is known, and then the same for that request alone', () => {
    const [req, other] = [aRequest(), aRequest()]
    expect([findActor(req), codeOf(() => actorOf(req))]).toEqual([undefined, [401, 'auth.required']])
    setActor(req, person)
    expect([findActor(req), actorOf(req)]).toEqual([person, person])
    expect([findActor(other), codeOf(() => actorOf(other))]).toEqual([undefined, [401, 'auth.required']])
  })

  it('with a session that is over is nobody to those who need none, and told so by those who do', () => {
    const req = aRequest()
    const over = new AnvilError('auth.session_ended', 'This session is over. Sign in again.')
    setActor(req, over)
    expect(findActor(req)).toBeUndefined()
    expect(() => actorOf(req)).toThrow(over)
  })

  it('may be a program where a person is not needed', () => {
    const req = aRequest()
    setActor(req, program)
    expect(actorOf(req)).toBe(program)
  })
})

describe('what needs a session', () => {
  it('lets a person pass', () => {
    expect(requireSession(person)).toEqual(person)
  })

  it('refuses an API key by its name, whatever its scopes', () => {
    expect(codeOf(() => requireSession(program))).toEqual([403, 'auth.forbidden'])
    expect(() => requireSession(program)).toThrow(
      /The API key .*Nightly.* can't do this, whatever its scopes\. Sign in/,
    )
  })

  it('is not fooled by a name that turns what follows around', () => {
    const name = '\u202Eevil'
    const actor = { ...program, apiKey: { id: 'k-1', name, scopes: [], projectId: null } }
    expect(() => requireSession(actor)).toThrow(`\u2068${name}\u2069`)
  })
})
