import { expect, it } from 'vitest'
import { baseUrl } from './base-url.js'

it('is the origin where FORGE serves the page at the root', () => {
  expect(baseUrl('http://localhost:4000/')).toBe('http://localhost:4000')
})

it('keeps the path under which a proxy serves FORGE', () => {
  expect(baseUrl('https://tools.example/anvil/')).toBe('https://tools.example/anvil')
})

it('leaves out the file name, the query and the fragment', () => {
  expect(baseUrl('https://tools.example/anvil/index.html?tab=1#steps')).toBe('https://tools.example/anvil')
})
