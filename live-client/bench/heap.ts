import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { median } from './rounds.js'

setFlagsFromString('--expose-gc')
const collected: unknown = runInNewContext('gc')

/** Collects garbage, so that the heap holds what is kept and nothing else. */
export function collectGarbage(): void {
  if (typeof collected === 'function') Reflect.apply(collected, undefined, [])
}

/** Bytes of heap that stay in use for what a function makes, as long as its result is held. */
export function bytesKept(make: () => unknown): number {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  const held = make()
  collectGarbage()
  const after = process.memoryUsage().heapUsed
  return held === undefined ? Number.NaN : after - before
}

/** Bytes of heap that one run allocates, garbage included; the run must be too short for a collection of its own. */
export function bytesAllocated(run: () => void): number {
  run()
  const samples = Array.from({ length: 9 }, () => {
    collectGarbage()
    const before = process.memoryUsage().heapUsed
    run()
    return process.memoryUsage().heapUsed - before
  })
  return median(samples)
}
