import type { LiveState } from '@anvil/shared'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextState, type LifecycleEvent } from './lifecycle.js'

const EVENTS: readonly LifecycleEvent[] = [
  'activated_fresh',
  'activated_stale',
  'contact_fresh',
  'contact_stale',
  'went_stale',
  'barred',
]
const event = fc.constantFrom(...EVENTS)
const history = fc.array(event, { maxLength: 20 })
const after = (events: readonly LifecycleEvent[], from: LiveState = 'NOT_READY'): LiveState =>
  events.reduce(nextState, from)
const isActivation = (one: LifecycleEvent): boolean => one.startsWith('activated')

describe('whatever happened to a client', () => {
  it('it serves from its first activation on, and never before', () => {
    fc.assert(
      fc.property(history, (events) => {
        expect(after(events) !== 'NOT_READY').toBe(events.some(isActivation))
      }),
    )
  })

  it('the same event twice is as good as once', () => {
    fc.assert(
      fc.property(history, event, (events, one) => {
        const once = after([...events, one])
        expect(nextState(once, one)).toBe(once)
      }),
    )
  })

  it('it is never READY while the last thing heard was age or refusal', () => {
    fc.assert(
      fc.property(
        history,
        fc.constantFrom('went_stale', 'barred', 'activated_stale', 'contact_stale'),
        (events, bad) => {
          expect(after([...events, bad])).not.toBe('READY')
        },
      ),
    )
  })

  it('a refusal is forgotten by a contact, and by nothing else', () => {
    fc.assert(
      fc.property(history, history, (before, since) => {
        const decisive = since.findLast((one) => one === 'barred' || one.startsWith('contact'))
        const state = after(['activated_fresh', ...before, 'barred', ...since])
        expect(state === 'ERROR').toBe(decisive === undefined || decisive === 'barred')
      }),
    )
  })

  it('a fresh contact makes whatever serves READY', () => {
    fc.assert(
      fc.property(history, (events) => {
        expect(after(['activated_stale', ...events, 'contact_fresh'])).toBe('READY')
      }),
    )
  })
})
