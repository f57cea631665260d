import type { DeliveryState } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { deliveryOutcome } from './delivery-outcome.js'

const delivered = (...states: DeliveryState[]) =>
  deliveryOutcome(
    '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b',
    states.map((state, at) => ({
      instance_id: `i${at}`,
      app: 'shop',
      host: 'h',
      state,
      code: null,
      detail: null,
      took_ms: null,
      updated_at: '2026-01-01T00:00:00Z',
    })),
  )

describe('deliveryOutcome', () => {
  it.each<[DeliveryState[], boolean, boolean]>([
    [[], true, true],
    [['applied', 'current'], true, true],
    [['applied', 'unreachable'], true, true],
    [['applied', 'sent'], false, false],
    [['queued'], false, false],
    [['applied', 'rejected'], false, true],
    [['frozen'], false, true],
    [['behind'], false, true],
  ])('of %j is successful: %s, complete: %s', (states, successful, complete) => {
    expect(delivered(...states)).toMatchObject({ successful, complete })
  })

  it('counts the instances by what they did', () => {
    const ninetySeven = Array.from({ length: 97 }, () => 'applied' as const)
    expect(delivered(...ninetySeven, 'rejected', 'rejected', 'rejected').counts).toEqual({ applied: 97, rejected: 3 })
  })
})
