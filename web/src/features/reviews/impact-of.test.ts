import type { LiveInstance, RunningBundle } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { runsOf, takersOf, takesIt } from './impact-of.js'

const INSTANCE: LiveInstance = {
  id: 'shop-1',
  app: 'shop',
  host: 'one',
  pid: 7,
  sdk: 'anvil-js/1',
  runtime: 'node',
  labels: {},
  address: '127.0.0.1',
  mode: 'accepting',
  state: 'READY',
  trust: 'pinned',
  insecure: false,
  epoch: 1,
  sequence: 2,
  wanted_sequence: null,
  prompts: 3,
  contact: 'connected',
  access_token_id: null,
  first_seen_at: '2026-01-01T00:00:00Z',
  last_seen_at: '2026-01-01T00:00:00Z',
}
const at = (sequence: number | null): LiveInstance => ({ ...INSTANCE, sequence })
const bundle = (prompt_set_id: string, version: string): RunningBundle => ({
  prompt_set_id,
  prompt_set: prompt_set_id,
  version,
  version_id: '',
  sha256: '',
  bytes: 1,
  gzip_bytes: 1,
})
const PUBLICATIONS = [
  { sequence: 3, bundles: [bundle('billing', '7.0.0')] },
  { sequence: 2, bundles: [bundle('onboarding', '1.1.0'), bundle('billing', '7.0.0')] },
  { sequence: 1, bundles: [bundle('onboarding', '1.0.0')] },
]
const runs = (...instances: LiveInstance[]) =>
  runsOf({ promptSetId: 'onboarding', instances, publications: PUBLICATIONS })

it('says which version of the set how many instances run, the most first', () => {
  expect(runs(at(1), at(2), at(2))).toEqual(['1.1.0 on 2 instances', '1.0.0 on 1 instance'])
})

it('says of those that run nothing of it, and of those whose publication was not read', () => {
  expect(runs(at(3), at(null))).toEqual(['nothing on 2 instances'])
  expect(runs(at(99))).toEqual(['something older on 1 instance'])
  expect(runs()).toEqual([])
})

it('says how many would take a publication, and why others would not', () => {
  expect(takersOf([])).toBe('0 instances')
  expect(takersOf([INSTANCE])).toBe('1 instance')
  const frozen: LiveInstance = { ...INSTANCE, mode: 'frozen' }
  expect(takersOf([INSTANCE, INSTANCE, frozen, { ...frozen, contact: 'silent' }])).toBe(
    '2 instances; 1 frozen stays, 1 silent takes it later',
  )
})

it('says the same of many', () => {
  const many: LiveInstance[] = [
    { ...INSTANCE, mode: 'frozen' },
    { ...INSTANCE, contact: 'silent' },
  ]
  expect(takersOf([...many, ...many])).toBe('0 instances; 2 frozen stay, 2 silent take it later')
})

it('says when an environment takes the draft', () => {
  const of = (...allowed_kinds: ('live' | 'review' | 'locked')[]) => ({ allowed_kinds })
  expect([takesIt(of('locked'), 'REVIEW'), takesIt(of('locked', 'review'), 'REVIEW')]).toEqual([
    'once locked',
    'as a draft',
  ])
  expect(takesIt(of('locked', 'review'), 'LIVE')).toBe('once locked')
})
