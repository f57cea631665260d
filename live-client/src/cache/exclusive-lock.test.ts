import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextMessage, startChild } from '../../test/support/child.js'
import { acquireLock, withLock } from './exclusive-lock.js'
import { self } from './process-identity.js'

const once0 = { waitMs: 0, threadStaleMs: 30_000 }
const patient = { waitMs: 20_000, threadStaleMs: 30_000 }

describe('the exclusive lock', () => {
  let folder: string
  let lock: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anvil-lock-'))
    lock = join(folder, 'lock')
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is held by one and free again once given back', async () => {
    const held = await acquireLock(lock, once0)
    expect(await acquireLock(lock, once0)).toBeUndefined()
    await held?.release()
    expect(await acquireLock(lock, once0)).toBeDefined()
  })

  it('is given back when the work fails', async () => {
    const failing = withLock(lock, once0, () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(await acquireLock(lock, once0)).toBeDefined()
  })

  it('tells who waits too long that it can be tried again', async () => {
    await acquireLock(lock, once0)
    await expect(withLock(lock, { ...once0, waitMs: 20 }, async () => 1)).rejects.toMatchObject({
      code: 'cache.unavailable',
    })
  })

  it('never lets two in at once, in one process and in several', async () => {
    const children = [0, 1, 2].map(() => startChild('lock-child.ts', [folder, '40']))
    let inside = 0
    const here = Array.from({ length: 60 }, () =>
      withLock(lock, patient, async () => {
        inside += 1
        expect(inside).toBe(1)
        await new Promise(setImmediate)
        inside -= 1
      }),
    )
    const done = await Promise.all(children.map((child) => nextMessage(child)))
    await Promise.all(here)
    expect(done).toEqual(['done', 'done', 'done'])
  })

  it('is free as soon as its holder is killed', async () => {
    const child = startChild('lock-child.ts', [folder, 'hold'])
    await nextMessage(child)
    expect(await acquireLock(lock, once0)).toBeUndefined()
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await acquireLock(lock, once0)).toBeDefined()
  })

  it('is not kept by a process number that was given to another process', async () => {
    await mkdir(lock)
    await writeFile(join(lock, '7'), JSON.stringify({ pid: process.pid, started: '1', thread: 0 }))
    expect(await acquireLock(lock, once0)).toBeDefined()
  })

  it('is not kept for ever by a thread that ended', async () => {
    await mkdir(lock)
    await writeFile(join(lock, '7'), JSON.stringify({ ...self, thread: 99 }))
    expect(await acquireLock(lock, once0)).toBeUndefined()
    await utimes(join(lock, '7'), new Date(0), new Date(0))
    expect(await acquireLock(lock, once0)).toBeDefined()
  })

  it('leaves one small file behind, however often it is taken', async () => {
    for (let round = 0; round < 20; round += 1) await withLock(lock, once0, async () => undefined)
    expect(await readdir(lock)).toEqual(['20'])
  })
})
