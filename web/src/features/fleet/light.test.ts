import type { LiveInstance } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { countLights, lightOf } from './light.js'

const GOOD: LiveInstance = {
  id: 'a',
  app: 'shop',
  host: 'h',
  pid: 1,
  sdk: 's',
  runtime: 'r',
  labels: {},
  address: '127.0.0.1',
  mode: 'accepting',
  state: 'READY',
  trust: 'pinned',
  insecure: false,
  epoch: 1,
  sequence: 7,
  wanted_sequence: 7,
  prompts: 3,
  contact: 'connected',
  access_token_id: null,
  first_seen_at: '2026-11-21T12:00:00Z',
  last_seen_at: '2026-11-21T12:00:00Z',
}

it.each<[string, Partial<LiveInstance>]>([
  ['current', {}],
  ['current', { wanted_sequence: null }],
  ['unpinned', { trust: 'first-use' }],
  ['behind', { sequence: 6 }],
  ['behind', { sequence: 6, trust: 'first-use' }],
  ['frozen', { mode: 'frozen', sequence: 6 }],
  ['failing', { state: 'ERROR', mode: 'frozen' }],
  ['failing', { trust: 'revoked-key' }],
  ['silent', { contact: 'silent', state: 'ERROR' }],
])('shows %s for %j', (light, more) => {
  expect(lightOf({ ...GOOD, ...more })).toBe(light)
})

it('counts the lights, the worst first', () => {
  const list = [GOOD, { ...GOOD, sequence: 6 }, GOOD, { ...GOOD, contact: 'silent' as const }]
  expect(countLights(list)).toEqual([
    { light: 'silent', count: 1 },
    { light: 'behind', count: 1 },
    { light: 'current', count: 2 },
  ])
  expect(countLights([])).toEqual([])
})
