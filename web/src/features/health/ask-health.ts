import { readHealth, type Health } from './health.js'

const PATIENCE_MS = 10_000

export type HealthState = { face: 'loading' } | { face: 'unreachable' } | { face: 'known'; health: Health }

/** Asks the FORGE at this address whether it is ready; never throws. */
export async function askHealth(base: string): Promise<HealthState> {
  try {
    const response = await fetch(`${base}/readyz`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { accept: 'application/json' },
    })
    const body: unknown = await response.json().catch(() => undefined)
    return { face: 'known', health: readHealth(response.ok, body) }
  } catch {
    return { face: 'unreachable' }
  }
}
