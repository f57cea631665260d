import { expect, it } from 'vitest'
import { EventBudget } from './event-budget.js'

const at = (ms: number): Date => new Date(Date.parse('2026-06-01T12:00:00Z') + ms)
/** How many events pass at a time, of 60. */
const passed = (budget: EventBudget, now: Date): number => {
  for (let count = 0; count < 60; count += 1) {
    try {
      budget.spend(now)
    } catch {
      return count
    }
  }
  return 60
}

it('lets fifty events pass in ten seconds, and says why the next does not', () => {
  const budget = new EventBudget()
  expect([passed(budget, at(0)), passed(budget, at(10_000))]).toEqual([50, 0])
  expect(() => budget.spend(at(10_000))).toThrowError(
    expect.objectContaining({
      code: 'request.rate_limited',
      message: 'More than 50 events came in 10 seconds. Send fewer.',
    }),
  )
})

it('counts anew once ten seconds are over', () => {
  const budget = new EventBudget()
  passed(budget, at(0))
  expect(passed(budget, at(10_001))).toBe(50)
})

it('counts anew where the clock was set back, so that no good instance is cut until it has caught up', () => {
  const budget = new EventBudget()
  passed(budget, at(0))
  expect(passed(budget, at(-3_600_000))).toBe(50)
})
