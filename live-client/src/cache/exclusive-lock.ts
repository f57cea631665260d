import { randomBytes } from 'node:crypto'
import { link, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AnvilError } from '@anvil/shared/errors'
import { makeFolder } from '@anvil/shared/make-folder'
import { type Holder, isAlive, isHolder, self } from './process-identity.js'

/**
 * A lock that holds between threads and processes and is free again when its holder is killed. It is a folder of
 * numbered files: who links the next number holds it, an emptied file is free, and numbers only rise. A number is
 * cleared away only by a holder of a higher one, so two can never hold at once, however late one of them looks.
 */
export interface LockOptions {
  /** How long to wait for the lock, in milliseconds; 0 tries once. */
  waitMs: number
  /** After this long another thread of this process is taken for ended, in milliseconds. */
  threadStaleMs: number
}

export interface HeldLock {
  release(): Promise<void>
}

const NUMBER = /^\d{1,15}$/

/** Runs `work` while holding the lock of a folder; throws `cache.unavailable` when it can't be had in time. */
export async function withLock<T>(folder: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const lock = await acquireLock(folder, options)
  if (lock === undefined)
    throw new AnvilError('cache.unavailable', `Another process has held ${folder} for ${options.waitMs} ms. Try again.`)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

/** Takes the lock, or gives undefined when another one holds it for longer than `waitMs`. */
export async function acquireLock(folder: string, options: LockOptions): Promise<HeldLock | undefined> {
  await makeFolder(folder)
  const ticket = join(folder, `ticket-${randomBytes(8).toString('hex')}`)
  await writeFile(ticket, JSON.stringify(self))
  const deadline = performance.now() + options.waitMs
  try {
    for (;;) {
      const number = await tryOnce(folder, ticket, options.threadStaleMs)
      if (number !== undefined) return { release: () => truncate(join(folder, String(number))) }
      if (performance.now() >= deadline) return undefined
      await pause(2 + Math.random() * 10)
    }
  } finally {
    await rm(ticket, { force: true })
  }
}

async function tryOnce(folder: string, ticket: string, threadStaleMs: number): Promise<number | undefined> {
  const newest = await newestNumber(folder)
  if (newest > 0 && (await isHeld(join(folder, String(newest)), threadStaleMs))) return undefined
  const mine = newest + 1
  if (!(await linked(ticket, join(folder, String(mine))))) return undefined
  if ((await newestNumber(folder)) > mine) {
    await rm(join(folder, String(mine)), { force: true })
    return undefined
  }
  await clearBelow(folder, mine)
  return mine
}

async function newestNumber(folder: string): Promise<number> {
  const names = await readdir(folder)
  return Math.max(0, ...names.filter((name) => NUMBER.test(name)).map(Number))
}

async function linked(ticket: string, path: string): Promise<boolean> {
  try {
    await link(ticket, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function isHeld(path: string, threadStaleMs: number): Promise<boolean> {
  const holder = await readHolder(path)
  if (holder === undefined || !isAlive(holder)) return false
  if (holder.pid !== self.pid || holder.thread === self.thread) return true
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
  return Date.now() - mtimeMs < threadStaleMs
}

/** Undefined when the lock was given back, which empties its file, or is gone. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isHolder(holder) ? holder : undefined
  } catch {
    return undefined
  }
}

async function clearBelow(folder: string, mine: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (NUMBER.test(name) && Number(name) < mine) await rm(join(folder, name), { force: true })
  }
}
