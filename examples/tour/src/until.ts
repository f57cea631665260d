import { setTimeout as pause } from 'node:timers/promises'

const BETWEEN_MS = 10

/** Asks again and again until the answer is there; after `limitMs` it fails with the sentence that did not come true. */
export async function until<T>(what: string, limitMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`After ${limitMs} ms this was still not so: ${what}`)
    await pause(BETWEEN_MS)
  }
}
