import type { Hint } from '@anvil/shared/api'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { OwnSaves } from './own-saves.js'

const hint = (etag: string): Hint => ({ what: 'prompts', etag })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('knows what it saved by the answer, and nothing of others or of what was refused', async () => {
  const saves = new OwnSaves()
  expect(await saves.track(Promise.resolve({ etag: '"1"' }))).toEqual({ etag: '"1"' })
  await expect(saves.track(Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect([saves.isOwn(hint('"1"')), saves.isOwn(hint('"2"'))]).toEqual([true, false])
  expect(saves.isOwn({ what: 'prompts' })).toBe(false)
})

it('waits for the answer to a save of which it hears, a while at the most', async () => {
  const saves = new OwnSaves()
  let answer: (saved: { etag: string }) => void = () => undefined
  const save = saves.track(new Promise<{ etag: string }>((resolve) => (answer = resolve)))
  let isSettled = false
  const settled = saves.settle([hint('"1"')]).then(() => (isSettled = true))
  await saves.settle([{ what: 'fleet' }, { what: 'prompts' }])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(isSettled).toBe(false)
  answer({ etag: '"1"' })
  await settled
  expect([(await save).etag, saves.isOwn(hint('"1"'))]).toEqual(['"1"', true])
  void saves.track(new Promise<{ etag: string }>(() => undefined))
  const late = saves.settle([hint('"1"')])
  await vi.advanceTimersByTimeAsync(3_000)
  expect(await late).toBeUndefined()
})

it('forgets what was long ago', async () => {
  const saves = new OwnSaves()
  for (let etag = 0; etag < 200; etag++) await saves.track(Promise.resolve({ etag: `${etag}` }))
  expect([saves.isOwn(hint('0')), saves.isOwn(hint('199'))]).toEqual([false, true])
})
