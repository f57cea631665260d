import { expect, it } from 'vitest'
import { FleetSearch, Light } from './fleet-search.js'
import { lookOf } from './light.js'

it('takes an environment and a light from an address', () => {
  const search = { environment: 'staging', light: 'behind' }
  expect(FleetSearch.parse(search)).toEqual(search)
  expect(FleetSearch.parse({})).toEqual({})
})

it.each([{ light: 'purple' }, { light: 7 }, { light: ['behind'] }, { environment: 7 }])(
  'shows all where an address has %j, which nobody knows',
  (search) => {
    expect(FleetSearch.parse(search)).toEqual({ environment: undefined, light: undefined })
  },
)

it('says each light by a word of its own, and is green only where all is well', () => {
  const words = new Set(Light.options.map((light) => lookOf(light).word))
  expect(words.size).toBe(Light.options.length)
  expect(Light.options.filter((light) => lookOf(light).tone === 'good')).toEqual(['current'])
  expect(Light.options.filter((light) => lookOf(light).tone === 'bad')).toEqual(['failing', 'silent'])
})
