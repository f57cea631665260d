import { describe, expect, it, vi } from 'vitest'
import { Shutdown } from './shutdown.js'
import { within } from './within.js'

/** Work that ends when it is told to. */
function work<T>() {
  let [finish, fail]: [(value: T) => void, (error: Error) => void] = [() => undefined, () => undefined]
  const done = new Promise<T>((resolve, reject) => ([finish, fail] = [resolve, reject]))
  return { run: () => done, finish: (value: T) => finish(value), fail: (error: Error) => fail(error) }
}

describe('a stop', () => {
  it('refuses what has not begun, and says when to ask again', async () => {
    const shutdown = new Shutdown()
    expect([shutdown.begun, shutdown.refusal()]).toEqual([false, undefined])
    shutdown.begin()
    const run = vi.fn(async () => 'done')
    await expect(shutdown.finish(run)).rejects.toMatchObject({
      code: 'forge.unavailable',
      status: 503,
      message: 'This FORGE is stopping. Ask again in a moment: another one, or its next start, takes it.',
      details: { retry_after_ms: 5_000 },
    })
    expect(run).not.toHaveBeenCalled()
  })

  it('waits for all that had begun, and gives each its own result', async () => {
    const shutdown = new Shutdown()
    const [one, other] = [work<string>(), work<string>()]
    const results = [shutdown.finish(one.run), shutdown.finish(other.run)]
    shutdown.begin()
    let isIdle = false
    const idle = shutdown.idle().then(() => (isIdle = true))
    one.finish('published')
    expect(await results[0]).toBe('published')
    expect(isIdle).toBe(false)
    other.finish('locked')
    await idle
    expect(await results[1]).toBe('locked')
  })

  it('goes on where work fails, which is told to who asked for it', async () => {
    const shutdown = new Shutdown()
    const bad = work<string>()
    const result = shutdown.finish(bad.run)
    shutdown.begin()
    const idle = shutdown.idle()
    bad.fail(new Error('no disk'))
    await expect(result).rejects.toThrow('no disk')
    await idle
  })

  it('has nothing to wait for where nothing was begun, or all of it has ended', async () => {
    const shutdown = new Shutdown()
    await shutdown.idle()
    await shutdown.finish(async () => undefined)
    await shutdown.idle()
  })
})

describe('waiting within a time', () => {
  it('gives the result that comes in time, and nothing where it is late', async () => {
    expect(await within(60_000, Promise.resolve('in time'))).toBe('in time')
    expect(await within(1, work().run())).toBeUndefined()
  })

  it('passes a failure on, and leaves no timer that keeps the process', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    for (let count = 0; count < 50; count += 1) {
      await within(60_000, Promise.resolve())
      await expect(within(60_000, Promise.reject(new Error('gone')))).rejects.toThrow('gone')
    }
    expect(timers() - before).toBeLessThan(25)
  })
})
