import { AnvilError } from '@anvil/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bringBack, held, inConflict, openKeeper, prompt, text, tone } from '../../../test/support/open-keeper.js'
import { FullStorage, TestStorage } from '../../../test/support/test-storage.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('saving', () => {
  it('waits until typing pauses, and sends the last text once', async () => {
    const { keeper, put, stands, storage } = openKeeper()
    put.mockResolvedValueOnce(prompt('Hello you', 2))
    keeper.change(text('Hello y'))
    await vi.advanceTimersByTimeAsync(500)
    keeper.change(text('Hello you'))
    await vi.advanceTimersByTimeAsync(500)
    expect(put).not.toHaveBeenCalled()
    expect(storage).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(500)
    expect(put.mock.calls).toEqual([[text('Hello you'), '"1"']])
    expect(stands()).toBe('saved')
    expect(storage).toHaveLength(0)
  })

  it('saves what was typed while a save was under way over what that save made', async () => {
    const { keeper, put, says, stands, storage } = openKeeper()
    const answer = held()
    put.mockReturnValueOnce(answer.promise).mockResolvedValueOnce(prompt('Two', 3))
    keeper.change(text('One'))
    const first = keeper.flush()
    expect(stands()).toBe('saving')
    keeper.change(text('Two'))
    await keeper.flush()
    expect(put).toHaveBeenCalledOnce()
    answer.resolve(prompt('One', 2))
    await first
    expect([stands(), says(), storage.length]).toEqual(['waiting', 'Two', 1])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(put.mock.calls[1]).toEqual([text('Two'), '"2"'])
    expect(stands()).toBe('saved')
  })

  it.each(['network.unreachable', 'auth.required', 'request.rate_limited', 'forge.unavailable'] as const)(
    'tries again by itself after %s',
    async (code) => {
      const { keeper, put, stands, storage } = openKeeper()
      put.mockRejectedValueOnce(new AnvilError(code, 'Not now.')).mockResolvedValueOnce(prompt('Mine', 2))
      keeper.change(text('Mine'))
      await keeper.flush()
      expect(keeper.get().standing).toEqual({ is: 'away', why: 'Not now.' })
      expect(storage).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(3_000)
      expect(put).toHaveBeenCalledTimes(2)
      expect(stands()).toBe('saved')
    },
  )

  it.each([new AnvilError('auth.forbidden', 'Not yours.'), new Error('Not yours.')])(
    'does not repeat what is refused, until the text is changed: %s',
    async (error) => {
      const { keeper, put, stands, storage } = openKeeper()
      put.mockRejectedValueOnce(error).mockResolvedValueOnce(prompt('Other', 2))
      keeper.change(text('Mine'))
      await keeper.flush()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(put).toHaveBeenCalledOnce()
      expect(keeper.get().standing).toEqual({ is: 'refused', why: 'Not yours.' })
      expect(storage).toHaveLength(1)
      keeper.change(text('Other'))
      await vi.advanceTimersByTimeAsync(1_000)
      expect(stands()).toBe('saved')
    },
  )

  it('saves what was typed while a save was refused, though typing paused before the answer', async () => {
    const { keeper, put, stands } = openKeeper()
    const answer = held()
    put.mockReturnValueOnce(answer.promise).mockResolvedValueOnce(prompt('Good', 2))
    keeper.change(text('Bad'))
    const first = keeper.flush()
    keeper.change(text('Good'))
    await vi.advanceTimersByTimeAsync(2_000)
    answer.reject(new AnvilError('request.invalid', 'Too bad.'))
    await first
    await vi.advanceTimersByTimeAsync(2_000)
    expect(put.mock.calls[1]).toEqual([text('Good'), '"1"'])
    expect(stands()).toBe('saved')
  })
})

describe('what somebody else wrote meanwhile', () => {
  it('is no conflict where it says the same', async () => {
    const { keeper, put, read, stands, storage } = openKeeper()
    put.mockRejectedValueOnce(new AnvilError('request.precondition_failed', 'Changed.'))
    read.mockResolvedValueOnce(prompt('Mine', 2))
    keeper.change(text('Mine'))
    await keeper.flush()
    expect([stands(), storage.length]).toEqual(['saved', 0])
  })

  it('is shown, and nothing is sent until the person chose', async () => {
    const { keeper, put, stands, says, storage } = await inConflict()
    keeper.change(text('Mine, longer'))
    await keeper.flush()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(put).toHaveBeenCalledOnce()
    expect([stands(), says(), storage.length]).toEqual(['conflict', 'Mine, longer', 1])
  })

  it('is written over by who keeps theirs', async () => {
    const { keeper, put, stands } = await inConflict()
    put.mockResolvedValueOnce(prompt('Mine', 3))
    keeper.keepMine()
    await vi.advanceTimersByTimeAsync(0)
    expect(put.mock.calls[1]).toEqual([text('Mine'), '"2"'])
    expect(stands()).toBe('saved')
  })

  it('is taken, and the own text can be brought back and is saved over it', async () => {
    const { keeper, put, says, stands, storage } = await inConflict()
    keeper.takeTheirs()
    expect([stands(), says(), storage.length]).toEqual(['saved', 'Theirs', 1])
    put.mockResolvedValueOnce(prompt('Mine', 3))
    bringBack(keeper)
    expect([says(), keeper.get().asides]).toEqual(['Mine', []])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(put.mock.calls[1]).toEqual([text('Mine'), '"2"'])
    expect(storage).toHaveLength(0)
  })

  it('is told with what both began with, also after a reload', async () => {
    const { keeper, storage } = await inConflict()
    expect(keeper.get().standing).toMatchObject({ theirs: { template: 'Theirs' }, base: { template: 'Hello' } })
    const found = openKeeper(storage, prompt('Newer', 3))
    found.put.mockRejectedValueOnce(new AnvilError('request.precondition_failed', 'Changed.'))
    found.read.mockResolvedValueOnce(prompt('Newer', 3))
    await found.keeper.flush()
    expect(found.keeper.get().standing).toMatchObject({ is: 'conflict', base: { template: 'Hello' } })
  })

  it('that can not be read is looked for again', async () => {
    const { keeper, put, read, stands } = openKeeper()
    put.mockRejectedValue(new AnvilError('request.precondition_failed', 'Changed.'))
    read.mockRejectedValueOnce(new Error('Gone')).mockResolvedValueOnce(prompt('Theirs', 2))
    keeper.change(text('Mine'))
    await keeper.flush()
    expect(keeper.get().standing).toEqual({ is: 'away', why: 'Gone' })
    await vi.advanceTimersByTimeAsync(3_000)
    expect(stands()).toBe('conflict')
  })

  it('is that the prompt is gone: the text stays, and is sent again once more is written', async () => {
    const { keeper, put, read, says, stands, storage } = openKeeper()
    put.mockRejectedValue(new AnvilError('request.precondition_failed', 'Changed.'))
    read.mockRejectedValue(new AnvilError('prompt.not_found', 'It was deleted or moved, or never made.'))
    keeper.change(text('Mine'))
    await keeper.flush()
    expect(keeper.get().standing).toEqual({ is: 'gone' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect([put.mock.calls.length, says(), storage.length]).toEqual([1, 'Mine', 1])
    read.mockResolvedValue(prompt('Made anew', 1))
    keeper.change(text('Mine too'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect([put.mock.calls.length, stands(), says()]).toEqual([2, 'conflict', 'Mine too'])
  })

  it('changes nothing where there is no conflict to settle', () => {
    const { keeper, put, says, stands } = openKeeper()
    keeper.keepMine()
    keeper.takeTheirs()
    keeper.bringBack({ key: 'none', content: text('Not here'), at: 1, isKept: true })
    expect([stands(), says()]).toEqual(['saved', 'Hello'])
    expect(put).not.toHaveBeenCalled()
  })
})

it('takes a newer state from FORGE, no older one, and none over unsaved text', () => {
  const { keeper, says } = openKeeper(new TestStorage(), prompt('Hello', 5))
  const seen = vi.fn<() => void>()
  const forget = keeper.subscribe(seen)
  keeper.offer(prompt('Older', 4))
  expect([says(), seen.mock.calls.length]).toEqual(['Hello', 0])
  keeper.offer(prompt('Newer', 6))
  expect([says(), seen.mock.calls.length]).toEqual(['Newer', 1])
  forget()
  keeper.change(text('Mine'))
  keeper.offer(prompt('Newest', 7))
  expect([says(), seen.mock.calls.length]).toEqual(['Mine', 1])
})

describe('a copy that was left in this browser', () => {
  it('is gone on with, over the state that it was written on', async () => {
    const { storage, keeper: left } = openKeeper()
    left.change(text('Left'))
    const { keeper, put, says } = openKeeper(storage, prompt('Theirs', 2))
    expect([says(), keeper.get().isRestored]).toEqual(['Left', true])
    put.mockResolvedValueOnce(prompt('Left', 3))
    await keeper.flush()
    expect(put.mock.calls).toEqual([[text('Left'), '"1"']])
    expect(keeper.get().isRestored).toBe(false)
  })

  it('that FORGE has by now is dropped', () => {
    const { storage, keeper: left } = openKeeper()
    left.change(text('Left'))
    const { keeper, stands } = openKeeper(storage, prompt('Left', 2))
    expect([stands(), keeper.get().isRestored, storage.length]).toEqual(['saved', false, 0])
  })

  it('keeps what it declares when typing goes on', () => {
    const { storage, keeper: left } = openKeeper()
    left.rewrite({ ...left.get().content, variables: { tone } })
    const { keeper } = openKeeper(storage)
    keeper.change(text('Hello again'))
    expect(keeper.get().content.variables).toMatchObject({ tone })
  })
})

it('keeps what an own text declares when it is brought back and typing goes on', async () => {
  const { keeper, put, read } = openKeeper()
  put.mockRejectedValueOnce(new AnvilError('request.precondition_failed', 'Changed.'))
  read.mockResolvedValueOnce(prompt('Theirs', 2))
  keeper.rewrite({ ...keeper.get().content, variables: { tone } })
  await keeper.flush()
  keeper.takeTheirs()
  bringBack(keeper)
  keeper.change(text('Mine again'))
  expect(keeper.get().content.variables).toMatchObject({ tone })
})

describe('what a person declares', () => {
  it('is exactly that, with what the text needs besides', () => {
    const { keeper } = openKeeper(new TestStorage(), prompt('Hello {{name}}'))
    keeper.rewrite({ ...text('Hello {{name}}'), variables: { tone } })
    expect(Object.keys(keeper.get().content.variables ?? {}).toSorted()).toEqual(['name', 'tone'])
    keeper.rewrite({ ...keeper.get().content, variables: {} })
    expect(Object.keys(keeper.get().content.variables ?? {})).toEqual(['name'])
  })

  it('stays while the text can not be read for a moment', async () => {
    const { keeper, put } = openKeeper()
    put.mockResolvedValueOnce(prompt('{{#open', 2))
    keeper.rewrite({ ...text('{{#open'), variables: { tone } })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(put.mock.calls[0]?.[0].variables).toEqual({ tone })
    keeper.change({ ...keeper.get().content, metadata: { model: 'one' } })
    expect(keeper.get().content).toMatchObject({ variables: { tone }, metadata: { model: 'one' } })
  })
})

it('says that this browser keeps nothing, and saves nevertheless', async () => {
  const { keeper, put, stands } = openKeeper(new FullStorage())
  put.mockResolvedValueOnce(prompt('Mine', 2))
  keeper.change(text('Mine'))
  expect(keeper.get().isKept).toBe(false)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(stands()).toBe('saved')
})
