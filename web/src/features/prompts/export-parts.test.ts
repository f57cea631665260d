import * as fc from 'fast-check'
import type { AnvilExport } from '@anvil/shared/api'
import { expect, it } from 'vitest'
import { exportParts } from './export-parts.js'

const exportOf = (templates: readonly string[]): AnvilExport => ({
  format: 'anvil.export',
  version: 1,
  prompt_set: { name: 'Greetings', slug: 'greetings', description: '' },
  prompts: templates.map((template, at) => ({
    id: `p${at}`,
    kind: 'text',
    template,
    delimiters: null,
    variables: {},
    metadata: {},
  })),
})
const idsOf = (parts: AnvilExport[]) => parts.map(({ prompts }) => prompts.map(({ id }) => id))

it('leaves what fits into a request in one part', () => {
  const small = exportOf(['one', 'two'])
  expect(exportParts(small)).toEqual([small])
  expect(exportParts(exportOf([]))).toEqual([])
})

it('splits what is too long between prompts, in their order', () => {
  const long = 'x'.repeat(600_000)
  const parts = exportParts(exportOf([long, 'two', long, 'four']))
  expect(idsOf(parts)).toEqual([
    ['p0', 'p1'],
    ['p2', 'p3'],
  ])
  expect(parts[1]?.prompt_set.name).toBe('Greetings')
})

it('gives a prompt that is as long as one may be a part of its own', () => {
  expect(idsOf(exportParts(exportOf(['one', 'x'.repeat(1_000_000), 'three'])))).toEqual([['p0'], ['p1'], ['p2']])
})

it('loses and doubles nothing, whatever the lengths, and needs no more parts than two to a full one', () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 900_000 }), { maxLength: 6 })
  fc.assert(
    fc.property(lengths, (all) => {
      const exported = exportOf(all.map((length) => 'x'.repeat(length)))
      const parts = exportParts(exported)
      expect(parts.flatMap(({ prompts }) => prompts)).toEqual(exported.prompts)
      expect(parts.every(({ prompts }) => prompts.length > 0)).toBe(true)
      for (const part of parts) expect(JSON.stringify(part.prompts).length).toBeLessThan(1_010_000)
      const size = JSON.stringify(exported.prompts).length
      expect(parts.length).toBeLessThanOrEqual(2 * Math.ceil(size / 1_000_000))
    }),
    { numRuns: 20 },
  )
})
