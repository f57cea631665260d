import { expect, it } from 'vitest'
import { until } from './until.js'

it('asks until there is an answer', async () => {
  let asked = 0
  expect(await until('the third answer', 5_000, async () => (++asked === 3 ? 'here' : undefined))).toBe('here')
  expect(asked).toBe(3)
})

it('ends with the sentence that did not come true', async () => {
  await expect(until('the sun rises', 20, async () => undefined)).rejects.toThrow(
    'After 20 ms this was still not so: the sun rises',
  )
})

it('takes every answer but none at all, and does not ask again', async () => {
  for (const answer of [false, 0, '', null]) {
    let asked = 0
    const ask = async () => {
      asked += 1
      return answer
    }
    expect(await until('an answer', 5_000, ask)).toBe(answer)
    expect(asked).toBe(1)
  }
})

it('does not go on after a question that failed', async () => {
  let asked = 0
  const failing = until('an answer', 5_000, () => {
    asked += 1
    return Promise.reject(new Error('gone'))
  })
  await expect(failing).rejects.toThrow('gone')
  expect(asked).toBe(1)
})
