import { useSyncExternalStore } from 'react'

const STEP_MS = 5_000

/** The time, as a page shows it: it goes on every few seconds, and nothing that has been is later; one timer for all. */
export function useNow(): Date {
  return new Date(useSyncExternalStore(subscribe, read))
}

const read = (): number => Math.ceil(Date.now() / STEP_MS) * STEP_MS

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => listeners.forEach((tell) => tell()), STEP_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
