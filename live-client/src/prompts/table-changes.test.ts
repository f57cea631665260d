import type { Bundle } from '@anvil/shared'
import { aBundle, aManifest, textPrompt } from '@anvil/shared/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PromptTable } from './prompt-table.js'
import { tableChanges } from './table-changes.js'

const include = (template: string): Bundle['includes'] => ({
  tone: {
    template,
    delimiters: null,
    variables: {},
    from: { prompt_set_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c', version: '1.0.0', sha256: '0'.repeat(64) },
  },
})

function table(texts: Record<string, string>, includes: Bundle['includes'] = {}): PromptTable {
  const snapshot = Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, textPrompt(text)]))
  const bundle = aBundle({ snapshot, includes })
  return new PromptTable(aManifest(), [{ sha256: JSON.stringify(bundle), bundle }])
}

describe('tableChanges', () => {
  it('lists what was added, changed and removed, sorted', () => {
    const before = table({ same: 'x', edited: '1', z: '', y: '' })
    const after = table({ same: 'x', edited: '2', b: '', a: '' })
    expect(tableChanges(before, after)).toEqual({ added: ['a', 'b'], changed: ['edited'], removed: ['y', 'z'] })
  })

  it('lists everything as added at first', () => {
    expect(tableChanges(undefined, table({ b: '', a: '' }))).toEqual({ added: ['a', 'b'], changed: [], removed: [] })
  })

  it('counts a prompt as changed whose include changed, and no other', () => {
    const texts = { 'with.include': '{{> tone}}', plain: 'a > b' }
    expect(tableChanges(table(texts, include('kind')), table(texts, include('brief'))).changed).toEqual([
      'with.include',
    ])
  })

  it('counts a prompt as changed where a prompt of its own set that it includes changed, by one step or several', () => {
    const texts = { a: '{{> b}}', b: '{{> c}}', c: 'old', d: 'plain', e: '{{> d}}' }
    expect(tableChanges(table(texts), table({ ...texts, c: 'new' })).changed).toEqual(['a', 'b', 'c'])
  })

  it('counts no prompt as changed whose include only comes from a newer version', () => {
    const { tone } = include('kind')
    const later = tone && { tone: { ...tone, from: { ...tone.from, version: '1.0.1' } } }
    const texts = { a: '{{> tone}}' }
    expect(tableChanges(table(texts, include('kind')), table(texts, later)).changed).toEqual([])
  })

  it('lists every prompt that renders to another text, whatever it includes', () => {
    const ids = ['p0', 'p1', 'p2', 'p3', 'p4']
    const texts = fc
      .tuple(...ids.map((_, at) => fc.tuple(fc.constantFrom('x', 'y'), fc.subarray(ids.slice(0, at)))))
      .map((parts) => parts.map(([text, included]) => text + included.map((id) => `{{> ${id}}}`).join('')))
      .map((all) => Object.fromEntries(all.map((text, at) => [`p${at}`, text])))
    fc.assert(
      fc.property(texts, texts, (old, now) => {
        const [before, after] = [table(old), table(now)]
        const { changed } = tableChanges(before, after)
        const rendered = (of: PromptTable, id: string) => of.find(id)?.compiled.render({})
        for (const id of ids) if (rendered(before, id) !== rendered(after, id)) expect(changed).toContain(id)
        if (JSON.stringify(old) === JSON.stringify(now)) expect(changed).toEqual([])
      }),
    )
  })

  it('does not mind in which order members stand', () => {
    const variable = { type: 'string', required: true, default: null, description: '' } as const
    const turned = { description: '', default: null, required: true, type: 'string' } as const
    const of = (name: typeof variable | typeof turned) => {
      const bundle = aBundle({ snapshot: { hi: textPrompt('Hi {{name}}', { name }) } })
      return new PromptTable(aManifest(), [{ sha256: JSON.stringify(bundle), bundle }])
    }
    expect(tableChanges(of(variable), of(turned)).changed).toEqual([])
  })

  it('finds no change between tables of the same text', () => {
    expect(tableChanges(table({ a: 'x' }), table({ a: 'x' }))).toEqual({ added: [], changed: [], removed: [] })
  })
})
