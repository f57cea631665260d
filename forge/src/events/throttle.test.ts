import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Throttle } from './throttle.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function counted(pauseMs: number): { done: string[]; throttle: Throttle } {
  const done: string[] = []
  return { done, throttle: new Throttle(pauseMs, (key) => done.push(key)) }
}

it('does at once what is asked for after a quiet time', () => {
  const { done, throttle } = counted(100)
  throttle.ask('a')
  vi.advanceTimersByTime(500)
  throttle.ask('a')
  expect(done).toEqual(['a', 'a'])
})

it('does once in a while what is asked for all the time, and never leaves the last time out', () => {
  const { done, throttle } = counted(100)
  for (let ms = 0; ms < 1_000; ms += 10) {
    throttle.ask('a')
    vi.advanceTimersByTime(10)
  }
  expect(done.length).toBeGreaterThanOrEqual(10)
  expect(done.length).toBeLessThanOrEqual(11)
  const before = done.length
  throttle.ask('a')
  vi.advanceTimersByTime(100)
  expect(done.length).toBe(before + 1)
  vi.advanceTimersByTime(1_000)
  expect([done.length, vi.getTimerCount()]).toEqual([before + 1, 0])
})

it('keeps no key waiting for another', () => {
  const { done, throttle } = counted(100)
  for (const key of ['a', 'b', 'a', 'b']) throttle.ask(key)
  expect(done).toEqual(['a', 'b'])
})

it('does nothing any more once it is closed', () => {
  const { done, throttle } = counted(100)
  throttle.ask('a')
  throttle.ask('a')
  throttle.close()
  vi.advanceTimersByTime(1_000)
  expect([done, vi.getTimerCount()]).toEqual([['a'], 0])
})
