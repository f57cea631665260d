import { setTimeout } from 'node:timers/promises'

/** Waits for something, but not longer than `ms`. */
export function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const enough = new AbortController()
  const late = setTimeout(ms, undefined, { signal: enough.signal }).catch(() => undefined)
  return Promise.race([work, late]).finally(() => enough.abort())
}
