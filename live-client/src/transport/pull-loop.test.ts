import { AnvilError } from '@anvil/shared/errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { askedWait, isPassing, PullLoop } from './pull-loop.js'
import type { PullResult } from './transport.js'

const MINUTE = 60_000
const HALF = 0.5

interface Scene {
  answer: () => Promise<PullResult>
  looks: number
  failures: AnvilError[]
  socket: boolean
  loop: PullLoop
}

function scene(): Scene {
  const made: Omit<Scene, 'loop'> = {
    answer: async () => ({ kind: 'unchanged' }),
    looks: 0,
    failures: [],
    socket: false,
  }
  const loop = new PullLoop({
    pull: () => {
      state.looks += 1
      return state.answer()
    },
    onFailure: (error) => state.failures.push(error),
    hasSocket: () => state.socket,
    intervalMs: 5 * MINUTE,
    monotonic: () => Date.now(),
    random: () => HALF,
  })
  const state = { ...made, loop }
  return state
}

const offered = (code?: ConstructorParameters<typeof AnvilError>[0]) => async (): Promise<PullResult> => ({
  kind: 'offered',
  outcome: { ack: undefined, error: code && new AnvilError(code, 'It failed.') },
})

describe('looking at FORGE again and again', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is done every 30 s at first, and slower up to the interval while nothing changes', async () => {
    const state = scene()
    await state.loop.runNow()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(state.looks).toBe(2)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(state.looks).toBe(2)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(state.looks).toBe(3)
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    const settled = state.looks
    await vi.advanceTimersByTimeAsync(50 * MINUTE)
    expect(state.looks - settled).toBe(10)
    await state.loop.close()
  })

  it('is done seldom beside a socket', async () => {
    const state = scene()
    state.socket = true
    await state.loop.runNow()
    await vi.advanceTimersByTimeAsync(5 * MINUTE - 1)
    expect(state.looks).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(state.looks).toBe(2)
    await state.loop.close()
  })

  it('is done soon again where a manifest could not be completed just now', async () => {
    const state = scene()
    state.answer = offered('bundle.missing')
    await state.loop.runNow()
    await vi.advanceTimersByTimeAsync(500)
    expect(state.looks).toBe(2)
    await state.loop.close()
  })

  it('is done at the usual pace where a manifest is refused for good', async () => {
    const state = scene()
    state.answer = offered('manifest.bad_signature')
    await state.loop.runNow()
    await vi.advanceTimersByTimeAsync(29_999)
    expect(state.looks).toBe(1)
    await state.loop.close()
  })

  it('waits as long as FORGE asks, and five minutes where it keeps us out', async () => {
    const state = scene()
    state.answer = () =>
      Promise.reject(new AnvilError('request.rate_limited', 'x', { details: { retry_after_ms: MINUTE } }))
    await state.loop.runNow()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect([state.looks, state.loop.reached]).toEqual([1, false])
    state.answer = () => Promise.reject(new AnvilError('token.revoked', 'x'))
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(state.looks).toBe(2)
    await vi.advanceTimersByTimeAsync(4 * MINUTE)
    expect(state.looks).toBe(2)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(state.looks).toBe(3)
    expect(state.failures.map(({ code }) => code).slice(0, 2)).toEqual(['request.rate_limited', 'token.revoked'])
    await state.loop.close()
  })

  it('tells what nobody foresaw as a fault, and goes on', async () => {
    const state = scene()
    state.answer = () => Promise.reject(new TypeError('x is not a function'))
    await state.loop.runNow()
    expect(state.failures).toMatchObject([{ code: 'internal', message: expect.stringMatching(/x is not.*report/) }])
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(state.looks).toBeGreaterThan(1)
    await state.loop.close()
  })

  it('happens once at a time, however often it is asked for, and never after its end', async () => {
    const state = scene()
    await Promise.all([state.loop.runNow(), state.loop.runNow(), state.loop.runNow()])
    expect(state.looks).toBe(1)
    await state.loop.close()
    await state.loop.runNow()
    state.loop.hasten()
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    expect(state.looks).toBe(1)
  })

  it('comes sooner where a socket was lost', async () => {
    const state = scene()
    state.socket = true
    await state.loop.runNow()
    state.socket = false
    state.loop.hasten()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(state.looks).toBe(2)
    await state.loop.close()
  })
})

describe('what an error asks for', () => {
  it.each([
    [{ retry_after_ms: 5 }, 5],
    [{ retry_after_ms: -5 }, 0],
    [{ retry_after_ms: '5' }, 0],
    [{}, 0],
    [null, 0],
    [undefined, 0],
    ['text', 0],
  ])('%j is a wait of %d ms', (details, wait) => {
    expect(askedWait(new AnvilError('forge.unavailable', '', { details }))).toBe(wait)
  })

  it('is to try again soon where only the network was in the way', () => {
    expect(isPassing(new AnvilError('network.unreachable', ''))).toBe(true)
    expect(isPassing(new AnvilError('bundle.hash_mismatch', ''))).toBe(false)
  })
})
