import type { FleetGroup } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { runsOf, takersOf, takesIt } from './impact-of.js'

const version = (prompt_set_id: string, number: string) => ({
  prompt_set_id,
  prompt_set: prompt_set_id,
  version: number,
})
const group = (instances: number, ...versions: FleetGroup['versions']) => ({
  instances,
  versions,
  standing: 'behind' as const,
})
const runs = (...groups: Parameters<typeof runsOf>[1]) => runsOf('onboarding', groups)

it('says which version of the set how many instances run, the most first', () => {
  const [older, newer] = [version('onboarding', '1.0.0'), version('onboarding', '1.1.0')]
  const other = version('billing', '7.0.0')
  expect(runs(group(1, older), group(1, other, newer), group(2, newer))).toEqual([
    '1.1.0 on 3 instances',
    '1.0.0 on 1 instance',
  ])
})

it('says of those that run nothing of it, and of those that run what FORGE does not know', () => {
  expect(runs(group(1, version('billing', '7.0.0')), group(1))).toEqual(['nothing on 2 instances'])
  expect(runs({ ...group(1), standing: 'ahead' })).toEqual(['something unknown on 1 instance'])
  expect(runs()).toEqual([])
})

it('says how many would take a publication, and why others would not', () => {
  expect(takersOf([])).toBe('0 instances')
  expect(takersOf([{ instances: 1, connected: 1, frozen: 0 }])).toBe('1 instance')
  const groups = [
    { instances: 2, connected: 2, frozen: 0 },
    { instances: 2, connected: 1, frozen: 1 },
  ]
  expect(takersOf(groups)).toBe('2 instances; 1 frozen stays, 1 silent takes it later')
  expect(takersOf([{ instances: 4, connected: 2, frozen: 2 }])).toBe(
    '0 instances; 2 frozen stay, 2 silent take it later',
  )
})

it('says when an environment takes the draft', () => {
  const of = (...allowed_kinds: ('live' | 'review' | 'locked')[]) => ({ allowed_kinds })
  expect([takesIt(of('locked'), 'REVIEW'), takesIt(of('locked', 'review'), 'REVIEW')]).toEqual([
    'once locked',
    'as a draft',
  ])
  expect(takesIt(of('locked', 'review'), 'LIVE')).toBe('once locked')
})
