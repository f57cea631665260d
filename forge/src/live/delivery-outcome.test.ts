import type { DeliveryState } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { deliveryOutcome } from './delivery-outcome.js'

const delivered = (...states: DeliveryState[]) => outcome(states.map((state) => ({ state, connected: true })))

const outcome = (targets: { state: DeliveryState; connected: boolean; code?: string }[]) =>
  deliveryOutcome(
    '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b',
    targets.map(({ state, connected, code = null }, at) => ({
      instance_id: `i${at}`,
      app: 'shop',
      host: 'h',
      connected,
      state,
      code,
      detail: null,
      took_ms: null,
      updated_at: '2026-01-01T00:00:00Z',
    })),
    new Date('2025-01-01T00:00:00Z'),
  )

describe('deliveryOutcome', () => {
  it.each<[DeliveryState[], boolean, boolean]>([
    [[], true, true],
    [['applied', 'current'], true, true],
    [['applied', 'unreachable'], false, true],
    [['applied', 'sent'], false, false],
    [['queued'], false, false],
    [['applied', 'rejected'], false, true],
    [['frozen'], false, true],
    [['behind'], false, true],
  ])('of %j is successful: %s, complete: %s', (states, successful, complete) => {
    expect(delivered(...states)).toMatchObject({ successful, complete })
  })

  it('waits for no silent instance: the publication is successful without it', () => {
    const silent = { state: 'unreachable', connected: false } as const
    expect(outcome([{ state: 'applied', connected: true }, silent])).toMatchObject({ successful: true, complete: true })
    expect(outcome([{ state: 'sent', connected: false }])).toMatchObject({ successful: false, complete: false })
  })

  it('counts as failed who refused it, or could not be told though it was tried; not who was silent', () => {
    expect(delivered('applied', 'rejected', 'unreachable', 'frozen', 'sent').failed).toBe(2)
    const silent = { state: 'unreachable', connected: false } as const
    expect(outcome([silent, { ...silent, code: 'receiver.unreachable' }]).failed).toBe(1)
  })

  it('counts the instances by what they did', () => {
    const ninetySeven = Array.from({ length: 97 }, () => 'applied' as const)
    expect(delivered(...ninetySeven, 'rejected', 'rejected', 'rejected').counts).toEqual({ applied: 97, rejected: 3 })
  })
})
