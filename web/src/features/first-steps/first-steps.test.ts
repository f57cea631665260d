import { expect, it } from 'vitest'
import { firstSteps } from './first-steps.js'

const EMPTY = { prompt_count: 0, locked_version: null }
const doneOf = (known: Parameters<typeof firstSteps>[0]) => firstSteps(known).map(({ done }) => done)

it('begins with nothing done', () => {
  expect(doneOf({ sets: [], head: { sequence: 0 }, fleet: { all: 0 } })).toEqual([false, false, false, false])
  expect(doneOf({ sets: [EMPTY], head: { sequence: 0 }, fleet: { all: 0 } })).toEqual([false, false, false, false])
})

it('counts a prompt in any set, a locked version, and a publication', () => {
  const written = { ...EMPTY, prompt_count: 1 }
  expect(doneOf({ sets: [EMPTY, written], head: { sequence: 0 }, fleet: { all: 0 } })).toEqual([
    true,
    false,
    false,
    false,
  ])
  const emptied = { prompt_count: 0, locked_version: '1.0.0' }
  expect(doneOf({ sets: [emptied], head: { sequence: 3 }, fleet: { all: 0 } })).toEqual([true, true, true, false])
  expect(doneOf({ sets: [emptied], head: { sequence: 3 }, fleet: { all: 1 } })).toEqual([true, true, true, true])
})
