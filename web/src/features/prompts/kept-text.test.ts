import { AnvilError } from '@anvil/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bringBack, inConflict, KEY, openKeeper, prompt, text } from '../../../test/support/open-keeper.js'
import { FullStorage, TestStorage, TightStorage } from '../../../test/support/test-storage.js'
import { AsideCopies } from './aside-copies.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a text that was set aside', () => {
  it('is there after a reload, until it is dismissed', async () => {
    const { keeper, storage } = await inConflict()
    keeper.takeTheirs()
    const again = openKeeper(storage, prompt('Theirs', 2)).keeper
    const [aside] = again.get().asides
    expect(aside).toMatchObject({ content: { template: 'Mine' }, isKept: true })
    if (aside) again.dismiss(aside)
    expect([again.get().asides, storage.length]).toEqual([[], 0])
    expect(openKeeper(storage).keeper.get().asides).toEqual([])
  })

  it('changes places with what was written since', async () => {
    const { keeper, says, storage } = await inConflict()
    keeper.takeTheirs()
    keeper.change(text('Theirs, and more'))
    bringBack(keeper)
    expect(says()).toBe('Mine')
    expect(keeper.get().asides).toMatchObject([{ content: { template: 'Theirs, and more' } }])
    expect(new AsideCopies(storage, KEY, new Map()).list()).toMatchObject([
      { content: { template: 'Theirs, and more' } },
    ])
  })

  it('would be lost with the page where this browser keeps nothing', async () => {
    const { keeper, put, read } = openKeeper(new FullStorage())
    expect(keeper.wouldLose()).toBe(false)
    put.mockRejectedValueOnce(new AnvilError('request.precondition_failed', 'Changed.'))
    read.mockResolvedValueOnce(prompt('Theirs', 2))
    keeper.change(text('Mine'))
    expect(keeper.wouldLose()).toBe(true)
    await keeper.flush()
    keeper.takeTheirs()
    expect([keeper.wouldLose(), keeper.get().asides]).toMatchObject([true, [{ isKept: false }]])
    put.mockResolvedValueOnce(prompt('Mine', 3))
    bringBack(keeper)
    await keeper.flush()
    expect(keeper.wouldLose()).toBe(false)
  })
})

describe('what somebody else wrote and one’s own text was kept over', () => {
  it('is set aside with its writer, and can be brought back after a reload', async () => {
    const updated_by = { id: '00000000-0000-4000-8000-000000000002', name: 'Ben' }
    const { keeper, put, storage } = await inConflict(new TestStorage(), { ...prompt('Theirs', 2), updated_by })
    put.mockResolvedValueOnce(prompt('Mine', 3))
    keeper.keepMine()
    await vi.advanceTimersByTimeAsync(0)
    expect(keeper.get()).toMatchObject({ standing: { is: 'saved' }, asides: [{ writer: 'Ben', isKept: true }] })
    const again = openKeeper(storage, prompt('Mine', 3))
    expect(again.keeper.get().asides).toMatchObject([{ content: { template: 'Theirs' }, writer: 'Ben' }])
    bringBack(again.keeper)
    expect(again.says()).toBe('Theirs')
  })

  it('is not set aside where the text says the same by now', async () => {
    const { keeper } = await inConflict()
    keeper.change(text('Theirs'))
    keeper.keepMine()
    expect(keeper.get().asides).toEqual([])
  })

  it('changes places with the text that was saved over it', async () => {
    const { keeper, put, says } = await inConflict()
    put.mockResolvedValueOnce(prompt('Mine', 3)).mockResolvedValueOnce(prompt('Theirs', 4))
    keeper.keepMine()
    await vi.advanceTimersByTimeAsync(0)
    expect(keeper.get().asides).toMatchObject([{ writer: 'somebody else' }])
    bringBack(keeper)
    await vi.advanceTimersByTimeAsync(1_000)
    expect([says(), put.mock.calls.length]).toEqual(['Theirs', 3])
    expect(keeper.get().asides).toMatchObject([{ content: { template: 'Mine' } }])
  })
})

describe('a text that was set aside where there is too little room', () => {
  it('is there when the person comes back to the prompt in the same page', async () => {
    const { keeper, storage, page } = await inConflict(new FullStorage())
    keeper.takeTheirs()
    const again = openKeeper(storage, prompt('Theirs', 2), page).keeper
    expect([again.wouldLose(), again.get().asides]).toMatchObject([true, [{ content: { template: 'Mine' } }]])
    bringBack(again)
    expect([again.get().content, again.get().asides, page.size]).toMatchObject([{ template: 'Mine' }, [], 0])
  })

  it('is kept in the room of the copy that is needed no more, and back again', async () => {
    const long = 'Mine '.repeat(200)
    const { keeper, put, read, says, stands, storage } = openKeeper(new TightStorage(1_600))
    put.mockRejectedValueOnce(new AnvilError('request.precondition_failed', 'Changed.'))
    read.mockResolvedValueOnce(prompt('Theirs', 2))
    keeper.change(text(long))
    await keeper.flush()
    expect([stands(), keeper.get().isKept]).toEqual(['conflict', true])
    keeper.takeTheirs()
    expect([keeper.wouldLose(), keeper.get().asides, storage.length]).toMatchObject([false, [{ isKept: true }], 1])
    bringBack(keeper)
    expect([says(), keeper.get().isKept, storage.length]).toEqual([long, true, 1])
  })

  it('is shown at once where the prompt it is taken to has text that is not saved', () => {
    const { keeper, says } = openKeeper()
    keeper.change(text('Written there'))
    const left = vi.fn<() => void>()
    keeper.setAside(text('Brought along'), { leave: left })
    expect([left.mock.calls.length, keeper.get().asides]).toMatchObject([
      1,
      [{ content: { template: 'Brought along' } }],
    ])
    bringBack(keeper)
    expect([says(), keeper.get().asides]).toMatchObject(['Brought along', [{ content: { template: 'Written there' } }]])
  })

  it('is kept once a save makes room', async () => {
    const storage = new TightStorage(100)
    const { keeper, put } = openKeeper(storage)
    keeper.setAside(text('Brought along'))
    expect(keeper.wouldLose()).toBe(true)
    storage.room = 1_000
    put.mockResolvedValueOnce(prompt('Mine', 2))
    keeper.change(text('Mine'))
    await keeper.flush()
    expect([keeper.wouldLose(), keeper.get().asides]).toMatchObject([false, [{ isKept: true }]])
  })
})

describe('a prompt that is not there any more', () => {
  async function afterIt() {
    const scene = openKeeper()
    scene.put.mockRejectedValueOnce(new AnvilError('prompt_set.not_found', 'This prompt set was deleted.'))
    scene.keeper.change(text('Mine'))
    await scene.keeper.flush()
    expect([scene.stands(), scene.storage.length]).toEqual(['gone', 1])
    return scene
  }

  it('is gone on with once it was made anew', async () => {
    const { keeper, put, stands, storage } = await afterIt()
    keeper.goOn(prompt('Mine', 1))
    expect([stands(), storage.length]).toEqual(['saved', 0])
    put.mockResolvedValueOnce(prompt('Mine, longer', 2))
    keeper.change(text('Mine, longer'))
    await keeper.flush()
    expect(put.mock.calls[1]).toEqual([text('Mine, longer'), '"1"'])
  })

  it('keeps its text no longer than the person wants it', async () => {
    const { keeper, put, stands, storage } = await afterIt()
    keeper.letGo()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([stands(), storage.length, put.mock.calls.length]).toEqual(['saved', 0, 1])
  })
})

describe('a large text', () => {
  const large = (words: string) => text(`${words} ${'word '.repeat(5_000)}`)

  it('is read and copied once typing pauses, and now and then while it does not', async () => {
    const { keeper, storage, says } = openKeeper()
    keeper.change(large('Hello {{name}}'))
    expect([says()?.slice(0, 14), storage.length]).toEqual(['Hello {{name}}', 0])
    await vi.advanceTimersByTimeAsync(300)
    expect([Object.keys(keeper.get().content.variables ?? {}), storage.length]).toEqual([['name'], 1])
    storage.clear()
    for (let key = 0; key < 12; key++) {
      keeper.change(large(`Hello ${key}`))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(storage).toHaveLength(1)
  })

  it('is read and copied before it is sent, and when the page asks for it', async () => {
    const { keeper, put, storage, stands } = openKeeper()
    keeper.change(large('Hello {{name}}'))
    keeper.settle()
    expect(storage).toHaveLength(1)
    keeper.change(large('Hello {{other}}'))
    put.mockResolvedValueOnce(prompt('Hello {{other}}', 2))
    await keeper.flush()
    expect(Object.keys(put.mock.calls[0]?.[0].variables ?? {})).toEqual(['other'])
    await vi.advanceTimersByTimeAsync(2_000)
    expect([stands(), storage.length, put.mock.calls.length]).toEqual(['saved', 0, 1])
  })
})
