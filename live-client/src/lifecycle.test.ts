import { describe, expect, it } from 'vitest'
import type { LiveState } from '@anvil/shared'
import { type LifecycleEvent, nextState } from './lifecycle.js'

const CASES: [LiveState, LifecycleEvent, LiveState][] = [
  ['NOT_READY', 'activated_fresh', 'READY'],
  ['NOT_READY', 'activated_stale', 'STALE'],
  ['NOT_READY', 'contact_fresh', 'NOT_READY'],
  ['NOT_READY', 'contact_stale', 'NOT_READY'],
  ['NOT_READY', 'went_stale', 'NOT_READY'],
  ['NOT_READY', 'barred', 'NOT_READY'],
  ['READY', 'activated_fresh', 'READY'],
  ['READY', 'activated_stale', 'STALE'],
  ['READY', 'contact_fresh', 'READY'],
  ['READY', 'contact_stale', 'STALE'],
  ['READY', 'went_stale', 'STALE'],
  ['READY', 'barred', 'ERROR'],
  ['STALE', 'activated_fresh', 'READY'],
  ['STALE', 'activated_stale', 'STALE'],
  ['STALE', 'contact_fresh', 'READY'],
  ['STALE', 'contact_stale', 'STALE'],
  ['STALE', 'went_stale', 'STALE'],
  ['STALE', 'barred', 'ERROR'],
  ['ERROR', 'activated_fresh', 'ERROR'],
  ['ERROR', 'activated_stale', 'ERROR'],
  ['ERROR', 'contact_fresh', 'READY'],
  ['ERROR', 'contact_stale', 'STALE'],
  ['ERROR', 'went_stale', 'ERROR'],
  ['ERROR', 'barred', 'ERROR'],
]

describe('the lifecycle', () => {
  it.each(CASES)('goes from %s by %s to %s', (from, event, to) => {
    expect(nextState(from, event)).toBe(to)
  })

  it('has one answer for every pair', () => {
    expect(new Set(CASES.map(([from, event]) => `${from} ${event}`)).size).toBe(4 * 6)
  })

  it('never returns to NOT_READY once something serves', () => {
    for (const [from, , to] of CASES) if (from !== 'NOT_READY') expect(to).not.toBe('NOT_READY')
  })
})
