import type { Anvil } from '@anvil/live-client'
import { expect } from 'vitest'
import type { LiveOffice } from '../../support/live-office.js'
import { publication } from '../../support/release.js'

/** Renders all the time until told to stop, and answers every text that came out; a render that throws fails it. */
export function renderAllTheTime(app: Anvil): () => Promise<{ texts: Set<string>; renders: number }> {
  const texts = new Set<string>()
  let renders = 0
  const stop = new AbortController()
  const done = (async () => {
    while (!stop.signal.aborted) {
      for (let n = 0; n < 100; n++) texts.add(app.prompt('welcome', { name: 'Ada' }))
      renders += 100
      await new Promise(setImmediate)
    }
  })()
  return async () => {
    stop.abort()
    await done
    return { texts, renders }
  }
}

/** Publishes a version of the prompt set again. */
export function again(office: LiveOffice, version: string | undefined, key: string = crypto.randomUUID()) {
  const sets = [{ prompt_set_id: office.set.id, version }]
  return publication(office.author, office.projectId, { kind: 'publish', sets, note: 'again' }, { key })
}

/** One who publishes without a pause, and repeats by the same key what was refused. */
export interface Publisher {
  /** Resolves once more publications are answered. */
  goesOn: () => Promise<void>
  /** Resolves once more are refused, each by a 503 that says so. */
  isRefused: () => Promise<void>
  /** Ends it; the sequences that were answered. */
  stop: () => Promise<number[]>
}

/** Publishes two versions in turns until told to stop. */
export function publishAllTheTime(office: LiveOffice, versions: readonly [string, string]): Publisher {
  const answered: number[] = []
  let refused = 0
  const stop = new AbortController()
  const done = (async () => {
    for (let n = 0; !stop.signal.aborted; n++) {
      const key = crypto.randomUUID()
      let response = await again(office, versions[n % 2], key)
      while (response.status !== 201) {
        expect([response.status, response.body.error.code]).toEqual([503, 'forge.unavailable'])
        refused++
        response = await again(office, versions[n % 2], key)
      }
      answered.push(response.body.sequence)
    }
  })()
  return {
    goesOn: () => moreThan(() => answered.length),
    isRefused: () => moreThan(() => refused),
    stop: async () => {
      stop.abort()
      await done
      return answered
    },
  }
}

function moreThan(count: () => number): Promise<void> {
  return expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(count() + 2)
}

/** That no sequence up to the head is missing or there twice: nothing was lost, nothing published twice. */
export function expectEach(sequences: readonly number[], head: number): void {
  const first = head - sequences.length + 1
  expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, at) => first + at))
}
