import { setTimeout as pause } from 'node:timers/promises'

/** Waits a random part of the time FORGE asked for, so that a fleet does not fetch all at once. */
export async function waitSpread(spreadMs: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(spreadMs, 60_000)
  if (longest > 0) await pause(Math.random() * longest, undefined, { signal, ref: false })
}
