import { Light } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { addressOf, filterOf, FleetSearch, InstanceSearch } from './fleet-search.js'
import { lookOf, shownLights } from './light.js'

const SYNC = '00000000-0000-4000-8000-000000000001'
const NONE = { environment: undefined, light: undefined, q: undefined, runs: undefined, sync: undefined }

it('takes what is looked for from an address, and what was asked last', () => {
  const search = { environment: 'staging', light: 'behind', q: 'shop', runs: '1-12', sync: SYNC }
  expect(FleetSearch.parse(search)).toEqual(search)
  expect(FleetSearch.parse({})).toEqual({})
  expect(InstanceSearch.parse(search)).toEqual({ environment: 'staging', sync: SYNC })
})

it.each([
  { light: 'purple' },
  { light: 7 },
  { light: ['behind'] },
  { environment: 7 },
  { runs: 'everything' },
  { q: 'x'.repeat(201) },
  { sync: 'none' },
])('shows all where an address has %j, which nobody knows', (search) => {
  expect({ ...NONE, ...FleetSearch.parse(search) }).toEqual(NONE)
})

it('asks FORGE only for what is looked for', () => {
  expect(filterOf({ light: 'behind', q: '', runs: undefined })).toEqual({ light: 'behind' })
  expect(filterOf({ q: 'shop', runs: 'nothing' })).toEqual({ q: 'shop', runs: 'nothing' })
})

it('writes what is looked for into an address of the API, and nothing that is not', () => {
  expect(addressOf({})).toBe('')
  expect(addressOf({ q: 'a&b', light: 'behind' }, { limit: 200, cursor: 'shop-1' })).toBe(
    'q=a%26b&light=behind&limit=200&cursor=shop-1',
  )
  expect(addressOf({ runs: '1-2' }, { limit: 5, cursor: null })).toBe('runs=1-2&limit=5')
})

it('says each light by a word of its own, and is green only where all is well', () => {
  const words = new Set(Light.options.map((light) => lookOf(light).word))
  expect(words.size).toBe(Light.options.length)
  expect(Light.options.filter((light) => lookOf(light).tone === 'good')).toEqual(['current'])
  expect(Light.options.filter((light) => lookOf(light).tone === 'bad')).toEqual(['failing', 'silent'])
})

it('shows the lights that some show, the worst first', () => {
  expect(shownLights({ current: 2, behind: 1, frozen: 0, silent: 1 })).toEqual([
    { light: 'silent', count: 1 },
    { light: 'behind', count: 1 },
    { light: 'current', count: 2 },
  ])
  expect(shownLights({})).toEqual([])
})
