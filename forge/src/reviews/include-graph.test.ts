import type { BundledInclude } from '@anvil/shared'
import { PROMPT_SET_ID, textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { findIncludeCycle, followIncludes, withoutUnneeded } from './include-graph.js'

const prompts = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).map(([id, template]) => [id, textPrompt(template)]))

function carried(template: string): BundledInclude {
  const from = { prompt_set_id: PROMPT_SET_ID, version: '1.0.0', sha256: '0'.repeat(64) }
  return { template, delimiters: null, variables: {}, from }
}

describe('following includes', () => {
  it('names what is carried and needed, and what is missing with who includes it', () => {
    const content = {
      snapshot: prompts({ a: '{{> b}}{{> x}}', b: 'own' }),
      includes: { x: carried('{{> y}}{{> gone}}'), y: carried('end'), z: carried('unneeded') },
    }
    const { needed, missing } = followIncludes(content)
    expect([[...needed].sort(), missing]).toEqual([['x', 'y'], [{ id: 'gone', includedBy: 'x' }]])
    expect(Object.keys(withoutUnneeded(content).includes)).toEqual(['x', 'y'])
  })

  it('lets the set’s own prompt win over a carried text of the same id', () => {
    const content = { snapshot: prompts({ a: '{{> b}}', b: 'own' }), includes: { b: carried('{{> lost}}') } }
    expect(followIncludes(content)).toEqual({ needed: new Set(), missing: [] })
  })

  it('passes over a template that can not be read', () => {
    expect(followIncludes({ snapshot: prompts({ a: '{{> b}} {{#open}}' }), includes: {} }).missing).toEqual([])
  })
})

describe('cycles', () => {
  it.each([
    [{ a: '{{> a}}' }, {}, ['a', 'a']],
    [{ a: '{{> b}}', b: '{{> a}}' }, {}, ['a', 'b', 'a']],
    [{ a: '{{> x}}' }, { x: carried('{{> y}}'), y: carried('{{> x}}') }, ['x', 'y', 'x']],
    [{ a: '{{> x}}' }, { x: carried('{{> a}}') }, ['a', 'x', 'a']],
  ])('of %j are found', (texts, includes, cycle) => {
    expect(findIncludeCycle({ snapshot: prompts(texts), includes })).toEqual(cycle)
  })

  it('are not seen where two ways lead to one text', () => {
    const snapshot = prompts({ a: '{{> b}}{{> c}}', b: '{{> d}}', c: '{{> d}}', d: 'end' })
    expect(findIncludeCycle({ snapshot, includes: {} })).toBeUndefined()
  })

  it('are looked for in a chain that is longer than the stack is deep', () => {
    const texts = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`p${n}`, `{{> p${n + 1}}}`]))
    const snapshot = prompts({ ...texts, p20000: 'end' })
    expect(findIncludeCycle({ snapshot, includes: {} })).toBeUndefined()
  })
})
