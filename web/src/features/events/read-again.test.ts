import type { Hint } from '@anvil/shared/api'
import { expect, it, vi } from 'vitest'
import { ReadAgain } from './read-again.js'

const FLEET: Hint = { what: 'fleet' }
const TOKENS: Hint = { what: 'tokens' }

/** A reader whose rounds end when the test says so. */
function slowReader() {
  const ends: ((error?: Error) => void)[] = []
  const read = vi.fn<(projectId: string, hints: readonly Hint[]) => Promise<void>>(
    () => new Promise((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve()))),
  )
  return { read, ends, reading: new ReadAgain(read) }
}

it('reads at once, and what is heard meanwhile in one round after it', async () => {
  const { read, ends, reading } = slowReader()
  reading.hear('p', [FLEET])
  expect(read.mock.calls).toEqual([['p', [FLEET]]])
  for (let count = 0; count < 3; count++) reading.hear('p', [TOKENS])
  expect(read).toHaveBeenCalledTimes(1)
  ends[0]?.()
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2))
  expect(read.mock.calls[1]).toEqual(['p', [TOKENS, TOKENS, TOKENS]])
  ends[1]?.()
})

it('goes on where a round failed, and begins anew after a quiet time', async () => {
  const { read, ends, reading } = slowReader()
  reading.hear('p', [FLEET])
  reading.hear('other', [TOKENS])
  ends[0]?.(new Error('away'))
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2))
  ends[1]?.()
  await vi.waitFor(() => {
    reading.hear('p', [FLEET])
    expect(read.mock.calls.at(-1)).toEqual(['p', [FLEET]])
  })
})
